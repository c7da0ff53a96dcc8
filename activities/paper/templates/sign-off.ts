import { paperKind } from '../../../workflows/paper/domain.ts'
import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Block, SignOff } from './blocks.ts'
import { dayText } from './words.ts'

/**
 * Names, seal place, date and signature, kept on one page. An entrusted paper of the centre is signed for the bureau by the
 * centre: both are named. A bureau's own decision is signed by the bureau alone. `closing` is the last of the text: it
 * stays on the signed page, so that nobody can put another text before a signature.
 */
export function signOff(data: PaperData, ...closing: Block[]): SignOff {
  return {
    block: 'sign-off',
    closing,
    signatories: signatories(data),
    date: dayText(data.date),
    seal: '（盖章）',
    codeText: '扫码查询办理进度',
    signedFor: signedFor(data),
  }
}

function signatories(data: PaperData): string[] {
  if (paperKind(data.kind).issuer === 'bureau') return [data.bureau.name]
  if (!data.entrustment) return [data.centre.name]
  return [`委托机关：${data.entrustment.bureau}`, `受托机构：${data.entrustment.centre}`]
}

/** Proof that the paper was handed over; a 送达回证 has its own places for it. */
function signedFor(data: PaperData): string[] {
  if (!paperKind(data.kind).toApplicant || data.kind === 'proof-of-service') return []
  return ['申请人（代理人）签收：＿＿＿＿＿＿＿＿', '签收日期：＿＿＿＿年＿＿月＿＿日']
}
