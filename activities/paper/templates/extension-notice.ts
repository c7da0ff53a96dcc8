import type { Template } from './index.ts'
import {
  addressee,
  basisClause,
  contact,
  fields,
  heading,
  paragraph,
  reasonList,
  signOff,
  signedFor,
} from './blocks.ts'
import { dayText, quoted, termText, you } from './words.ts'

/** 延期告知书: with the head's approval, once, the reasons told (第四十二条第一款). */
export const extensionNotice: Template = (data) => [
  addressee(data),
  paragraph(
    `${you(data)}提出的${quoted(data.item.name)}申请（办件编号：${data.caseNo}）${data.acceptedOn ? `已于${dayText(data.acceptedOn)}受理，` : ''}在法定期限内不能作出决定。` +
      `${basisClause(data)}经本机关负责人批准，延长办理期限${data.extension ? termText(data.extension) : ''}。`,
  ),
  heading('延长期限的理由'),
  reasonList(data.reasons ?? []),
  fields([
    ['原期限届满日', data.extension && dayText(data.extension.from)],
    ['延长后届满日', data.extension && dayText(data.extension.to)],
    ['批准人', data.extension?.approvedBy],
  ]),
  signOff(data),
  signedFor(),
  contact(data),
]
