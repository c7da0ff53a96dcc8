import { deliveryMethods } from '../../../workflows/case/domain.ts'
import type { Template } from './template.ts'
import { basisClause, blank, blankDate, cell, form, heading, label, table } from './blocks.ts'
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
      [40, '*', 210],
      [
        [label('序号', 'center'), label('文书名称'), label('文号')],
        ...(service?.papers ?? []).map((paper, i) => [
          cell(String(i + 1), 'center'),
          cell(paper.name),
          cell(paper.number),
        ]),
      ],
      1,
    ),
    table(
      [92, '*', 62, 110],
      [
        [
          label('收件人签名\n或者盖章'),
          blank(service?.recipient ? `${service.recipient}\n\n` : '\n\n'),
          label('收到日期'),
          blank(blankDate),
        ],
        [label('代收人及与\n受送达人关系'), blank('\n\n'), label('代收理由'), blank('\n\n')],
        [label('送达人'), blank(), label('备注'), blank()],
      ],
    ),
    signOff(data),
  ]
}
