import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { addressee, basisClause, form, paragraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, instantText, lastDayText, quoted, speaker, termText, you } from './words.ts'

/** 受理通知书, also for acceptance by silence (第三十二条第一款第（四）项: from the day of receipt). */
export const acceptanceNotice: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(
    `${you(data)}${data.receivedAt ? `于${instantText(data.receivedAt)}` : ''}提出的${quoted(data.item.name)}申请，` +
      (data.deemed
        ? `因未在规定期限内告知需要补正的内容，自收到申请材料之日即${dayText(data.deemed.receivedOn)}起即为受理。`
        : `申请材料齐全、符合法定形式。`),
  ),
  paragraph(`${basisClause(data)}${speaker(data)}${data.deemed ? '确认' : '决定'}予以受理。`),
  form([
    ['审批部门', data.bureau.name],
    ['承诺办结时限', data.terms && `${termText(data.terms)}${until(data, data.terms.lastDay)}`],
    ['法定办结时限', data.statutory && `${termText(data.statutory)}${until(data, data.statutory.lastDay)}`],
  ]),
  signOff(data, paragraph('依法需要听证、检验、检测、鉴定、专家评审等的，所需时间另行书面告知。')),
]

function until(data: PaperData, lastDay: string | undefined): string {
  return lastDay ? `，至${lastDayText(data, lastDay)}` : ''
}
