import { deliveryMethods } from '../../../workflows/case/domain.ts'
import type { Template } from './template.ts'
import { basisClause, blankDate, blanks, form, heading, ordinal, table } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, instantText } from './words.ts'

/** 送达回证: which papers were served on whom, how and when; terms run from here. */
export const proofOfService: Template = (data) => {
  const { service } = data
  return [
    form([
      ['受送达人', data.applicant.name],
      ['事项名称', data.item.name],
      ['送达方式', service && deliveryMethods[service.method]],
      ['送达地点', service?.place],
      [
        '送达时间',
        service?.servedOn ? dayText(service.servedOn) : service?.servedAt && instantText(service.servedAt),
      ],
      ['凭证编号', service?.proofNo],
      ['依据', basisClause(data).replace(/^依照|，$/g, '')],
    ]),
    heading('送达文书'),
    table(
      [
        ordinal,
        { name: '文书名称', width: '*', centred: false },
        { name: '文号', width: 19, centred: false },
      ],
      (service?.papers ?? []).map((paper, i) => [String(i + 1), paper.name, paper.number]),
    ),
    blanks(
      [8, '*', 6, 12],
      [
        ['收件人签名\n或者盖章', service?.recipient ?? '', '收到日期', blankDate],
        ['代收人及与\n受送达人关系', '', '代收理由', ''],
        ['送达人', '', '备注', ''],
      ],
    ),
    signOff(data),
  ]
}
