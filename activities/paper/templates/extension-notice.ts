import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { addressee, basisClause, form, heading, paragraph, reasonList } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, lastDayText, quoted, termText, you } from './words.ts'

/** 延期告知书: with the head's approval, once, the reasons told (第四十二条第一款). */
export const extensionNotice: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(
    `${you(data)}提出的${quoted(data.item.name)}申请${data.acceptedOn ? `已于${dayText(data.acceptedOn)}受理，` : ''}在法定期限内不能作出决定。` +
      `${basisClause(data)}经本机关负责人批准，延长办理期限${data.extension ? termText(data.extension) : ''}。`,
  ),
  heading('延长期限的理由'),
  ...reasonList(data.reasons ?? []),
  form([
    ['原期限届满日', lastDay(data, data.extension?.from)],
    ['延长后届满日', lastDay(data, data.extension?.to)],
    ['批准人', data.extension?.approvedBy],
  ]),
  signOff(data),
]

const lastDay = (data: PaperData, day: string | undefined) =>
  day ? lastDayText(data, day) : '期限暂停计算中，恢复计算后确定'
