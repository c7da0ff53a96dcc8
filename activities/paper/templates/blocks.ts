/** The parts papers are put together from. All give pdfmake content. */
import type { Content, ContentText, TableCell } from 'pdfmake/interfaces'
import { paperBasis, paperKind } from '../../../workflows/paper/domain.ts'
import type { PaperData, PaperMaterial } from '../../../workflows/paper/domain.ts'
import { materialStates } from '../../../workflows/case/domain.ts'
import { dayText } from './words.ts'

/** Width of the text on the page, pt. */
export const textWidth = 447

export function paragraph(text: string): ContentText {
  return { text, style: 'paragraph', leadingIndent: 28 }
}

export function addressee(data: PaperData): ContentText {
  return { text: `${data.applicant.name}：`, style: 'paragraph' }
}

export function heading(text: string): ContentText {
  return { text, style: 'heading' }
}

/** One reason is a sentence of its own, several are numbered. */
export function reasonList(reasons: string[]): Content {
  if (reasons.length === 1) return paragraph(reasons[0]!)
  return { stack: reasons.map((reason, i) => paragraph(`${i + 1}．${reason}`)) }
}

/** `依照A、B，`, or nothing where neither law nor item gives a basis: a paper never invents one. */
export function basisClause(data: PaperData): string {
  const basis = paperBasis(data)
  return basis.length ? `依照${basis.join('、')}，` : ''
}

/** Two-column table of names and values; rows without a value are left out. */
export function fields(rows: (readonly [name: string, value: string | undefined])[]): Content {
  const body = rows.filter(([, value]) => value).map(([name, value]) => [label(name), cell(value!)])
  return table([92, '*'], body)
}

/** The same on two pairs of columns, for short values. */
export function label(text: string): TableCell {
  return { text, style: 'cell', bold: true, fillColor: '#f4f4f4' }
}

export function cell(text: string, alignment: 'left' | 'center' = 'left'): TableCell {
  return { text, style: 'cell', alignment }
}

export function table(widths: (number | '*')[], body: TableCell[][], headerRows = 0): Content {
  return {
    table: { widths, body, headerRows, dontBreakRows: true },
    layout: 'paper',
    margin: [0, 4, 0, 10],
  }
}

/** Materials with number, state and reason. Without a single reason the last column is the form. */
export function materialTable(materials: PaperMaterial[]): Content {
  const head = ['序号', '材料名称', '形式', '份数', '情况', '说明'].map((text) => label(text))
  const rows = materials.map((material, i) => [
    cell(String(i + 1), 'center'),
    cell(material.name),
    cell(material.form ?? '—', 'center'),
    cell(material.copies === undefined ? '—' : String(material.copies), 'center'),
    cell(materialStates[material.state], 'center'),
    cell(material.reason ?? '—'),
  ])
  return table([26, '*', 44, 26, 44, 140], [head, ...rows], 1)
}

/** 第三十八条第二款: how to ask for review, and how to sue. */
export function remediesParagraph(data: PaperData): Content[] {
  const { reconsideration, suit } = data.remedies ?? {}
  const ways = [
    reconsideration && `自收到本决定书之日起${reconsideration.days}日内向${reconsideration.body}申请行政复议`,
    suit && `自收到本决定书之日起${suit.months}个月内依法向${suit.court}提起行政诉讼`,
  ].filter((way) => way !== undefined)
  return ways.length ? [paragraph(`如不服本决定，可以${ways.join('，也可以')}。`)] : []
}

/** Where to ask, on every paper that goes to the applicant. */
export function contact(data: PaperData): Content {
  const { centre } = data
  const parts = [`办理地点：${centre.address}`, `咨询电话：${centre.phone}`]
  if (centre.hours) parts.push(`服务时间：${centre.hours}`)
  return { text: parts.join('　　'), style: 'small', margin: [0, 8, 0, 0] }
}

/**
 * Names, seal place and date, kept on one page. An entrusted paper of the centre is signed for the bureau by the
 * centre: both are named. A bureau's own decision is signed by the bureau alone.
 */
export function signOff(data: PaperData): Content {
  const centreSigns = paperKind(data.kind).issuer === 'centre'
  const names =
    centreSigns && data.entrustment
      ? [`委托机关：${data.entrustment.bureau}`, `受托机构：${data.entrustment.centre}`]
      : [centreSigns ? data.centre.name : data.bureau.name]
  return {
    unbreakable: true,
    margin: [0, 18, 0, 6],
    stack: [
      seal(),
      {
        // Drawn up into the circle, so that the seal lies over name and date as it does on paper.
        margin: [textWidth - 300, -86, 0, 26],
        stack: [...names, dayText(data.date)].map((text) => ({ text, style: 'signature' })),
      },
    ],
  }
}

function seal(): Content {
  const size = 104
  const left = textWidth - 150 - size / 2
  return {
    stack: [
      {
        canvas: [
          {
            type: 'ellipse',
            x: left + size / 2,
            y: size / 2,
            r1: size / 2,
            r2: size / 2,
            dash: { length: 4, space: 3 },
            lineColor: '#9a9a9a',
            lineWidth: 0.8,
          },
        ],
      },
      {
        text: '（盖章）',
        color: '#9a9a9a',
        fontSize: 10,
        alignment: 'center',
        margin: [left, -22, textWidth - left - size, 0],
      },
    ],
  }
}

/** Place for the applicant's signature: proof that the paper was handed over. */
export function signedFor(): Content {
  return {
    unbreakable: true,
    margin: [0, 10, 0, 0],
    columns: [
      { width: '*', text: '申请人（代理人）签收：＿＿＿＿＿＿＿＿', style: 'line' },
      { width: 'auto', text: '签收日期：＿＿＿＿年＿＿月＿＿日', style: 'line' },
    ],
  }
}

/** QR code to the progress page beside what to do with it. */
export function progressCode(data: PaperData): Content[] {
  if (!data.progressUrl) return []
  return [
    {
      unbreakable: true,
      margin: [0, 10, 0, 0],
      columnGap: 12,
      columns: [
        { width: 84, qr: data.progressUrl, fit: 84, eccLevel: 'M' },
        {
          width: '*',
          stack: [
            { text: '扫码查询办理进度', style: 'cell', bold: true },
            { text: data.progressUrl, style: 'small', margin: [0, 2, 0, 2] },
            { text: `办件编号：${data.caseNo}`, style: 'small' },
          ],
        },
      ],
    },
  ]
}
