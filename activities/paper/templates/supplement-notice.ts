import { toBeSupplemented } from '../../../workflows/paper/domain.ts'
import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { addressee, basisClause, materialTable, paragraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, lastDayText, quoted, speaker, termText, you } from './words.ts'

/** 一次性补正告知书: everything at once, with term, last day and consequence (第三十二条第一款第（四）项). */
export const supplementNotice: Template = (data) => {
  const demanded = toBeSupplemented(data.materials ?? [])
  return [
    addressee(data.applicant.name),
    paragraph(
      `${you(data)}提出的${quoted(data.item.name)}申请，申请材料不齐全或者不符合法定形式。` +
        `${basisClause(data)}${speaker(data)}现一次性告知需要补正的全部内容，共${demanded.length}项：`,
    ),
    materialTable(demanded),
    ...(data.reasons ?? []).map(paragraph),
    paragraph(termSentence(data)),
    paragraph(data.terms?.consequence ?? ''),
    signOff(
      data,
      paragraph('补正材料可以扫描下方二维码在线提交，也可以送交或者邮寄至办理地点；可以分次提交。'),
    ),
  ]
}

/** The term runs from delivery, which the paper cannot know: the last day is said for delivery on its own date. */
function termSentence(data: PaperData): string {
  const { terms } = data
  if (!terms) return ''
  if (terms.continued && terms.lastDay)
    return `补正期限沿用首次一次性补正告知书送达后起算的期限，不重新计算，尚余${termText(terms)}，最后一日为${lastDayText(data, terms.lastDay)}。`
  const start = `补正期限为${termText(terms)}，自本告知书送达之次日起计算。`
  if (!terms.lastDay) return start
  return `${start}本告知书于${dayText(data.date)}送达的，补正的最后一日为${lastDayText(data, terms.lastDay)}；此后送达的，最后一日以实际送达日计算，可扫码查询。`
}
