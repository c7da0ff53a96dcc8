import type { Template } from './template.ts'
import { addressee, basisClause, heading, paragraph, reasonList, remediesParagraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, quoted, you } from './words.ts'

/** 不予行政许可决定书: reasons, and the remedies named (第三十八条第二款). */
export const refusalDecision: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(
    `${you(data)}提出的${quoted(data.item.name)}申请${data.acceptedOn ? `，本机关已于${dayText(data.acceptedOn)}受理` : ''}。` +
      `经审查，${basisClause(data)}本机关决定${data.item.licensing ? '不予行政许可' : '不予办理'}。`,
  ),
  heading('理由'),
  ...reasonList(data.reasons ?? []),
  ...(data.decision?.text ? [paragraph(data.decision.text)] : []),
  signOff(data, ...remediesParagraph(data)),
]
