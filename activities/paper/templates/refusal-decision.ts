import type { Template } from './template.ts'
import { addressee, basisClause, heading, paragraph, reasonList, remediesParagraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { appliedText } from './words.ts'

/** 不予行政许可决定书: reasons, and the remedies named (第三十八条第二款). */
export const refusalDecision: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(
    `${appliedText(data)}经审查，该申请不符合法定条件、标准。${basisClause(data)}本机关决定${data.item.licensing ? '不予行政许可' : '不予办理'}。`,
  ),
  heading('理由'),
  ...reasonList(data.reasons ?? []),
  ...(data.decision?.text ? [paragraph(data.decision.text)] : []),
  signOff(data, ...remediesParagraph(data)),
]
