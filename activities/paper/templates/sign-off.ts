import type { Content } from 'pdfmake/interfaces'
import { paperKind } from '../../../workflows/paper/domain.ts'
import type { PaperData } from '../../../workflows/paper/domain.ts'
import { textWidth } from '../look.ts'
import { dayText } from './words.ts'

/** pt. The text is 447 wide; names and date are centred on the seal, the QR code stands at the left. */
const seal = { size: 104, centre: 297, top: 4 }
const names = { width: 300, lineHeight: 22.7 }

/**
 * Names, seal place, date and signature, kept on one page. An entrusted paper of the centre is signed for the bureau by the
 * centre: both are named. A bureau's own decision is signed by the bureau alone. Papers for the applicant carry the
 * QR code of the progress page beside the seal. `closing` is the last of the text: it stays on the signed page, so
 * that nobody can put another text before a signature.
 */
export function signOff(data: PaperData, ...closing: Content[]): Content {
  const lines = [...signatories(data), dayText(data.date)]
  const height =
    lines.reduce((sum, line) => sum + Math.ceil((line.length * 14) / names.width), 0) * names.lineHeight
  const inset = Math.max(0, (seal.size - height) / 2)
  return {
    unbreakable: true,
    stack: [
      ...closing,
      sealPlace(),
      {
        // Drawn up over the circle, as a seal lies over name and date on paper.
        margin: [seal.centre - names.width / 2, inset - seal.size - seal.top, 0, inset],
        stack: lines.map((text) => ({ text, style: 'signature' })),
      },
      ...progressCode(data),
      ...signedFor(data),
    ],
  }
}

function signatories(data: PaperData): string[] {
  if (paperKind(data.kind).issuer === 'bureau') return [data.bureau.name]
  if (!data.entrustment) return [data.centre.name]
  return [`委托机关：${data.entrustment.bureau}`, `受托机构：${data.entrustment.centre}`]
}

function sealPlace(): Content {
  const radius = seal.size / 2
  const left = seal.centre - radius
  return {
    margin: [0, 12, 0, 0],
    stack: [
      {
        canvas: [
          {
            type: 'ellipse',
            x: seal.centre,
            y: radius,
            r1: radius,
            r2: radius,
            dash: { length: 4, space: 3 },
            lineColor: '#9a9a9a',
            lineWidth: 0.8,
          },
        ],
      },
      {
        text: '（盖章）',
        color: '#9a9a9a',
        fontSize: 9,
        lineHeight: 1,
        alignment: 'center',
        margin: [left, -17, textWidth - left - seal.size, seal.top],
      },
    ],
  }
}

/** Proof that the paper was handed over; a 送达回证 has its own places for it. */
function signedFor(data: PaperData): Content[] {
  if (!paperKind(data.kind).toApplicant || data.kind === 'proof-of-service') return []
  return [
    {
      columns: [
        { width: '*', text: '申请人（代理人）签收：＿＿＿＿＿＿＿＿', style: 'line' },
        { width: 'auto', text: '签收日期：＿＿＿＿年＿＿月＿＿日', style: 'line' },
      ],
    },
  ]
}

function progressCode(data: PaperData): Content[] {
  if (!data.progressUrl || !paperKind(data.kind).toApplicant) return []
  return [
    { qr: data.progressUrl, fit: 76, eccLevel: 'M', margin: [8, -seal.size, 0, 4] },
    { text: '扫码查询办理进度', style: 'small', margin: [6, 0, 0, 22] },
  ]
}
