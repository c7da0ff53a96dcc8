import type { Template } from './template.ts'
import { addressee, basisClause, paragraph, reasonList, remediesParagraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { quoted, speaker, you } from './words.ts'

/** 不予受理决定书: reasons and remedies are part of it (第三十八条第二款). */
export const nonAcceptanceDecision: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(`${you(data)}提出的${quoted(data.item.name)}申请，经审查，存在以下情形：`),
  ...reasonList(data.reasons ?? []),
  paragraph(`${basisClause(data)}${speaker(data)}决定不予受理。`),
  signOff(data, ...remediesParagraph(data)),
]
