import type { Template } from './template.ts'
import { addressee, blanks, form, heading, paragraph, reasonList } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { instantText } from './words.ts'

/** 退件通知单: the bureau sends a case back to the centre within the agreed hours. The terms do not stop. */
export const sendBackNotice: Template = (data) => [
  addressee(data.entrustment?.centre ?? data.centre.name),
  paragraph(
    `你单位移交的下列办件，经核对存在需要更正的情形，现予退回。` +
      (data.sendBack ? `本次退件在约定的${data.sendBack.hours}小时内提出。` : ''),
  ),
  form([
    ['事项名称', data.item.name],
    ['申请人', data.applicant.name],
    ['委托编号', data.entrustment?.no],
    ['移交时间', data.sendBack && instantText(data.sendBack.handedOverAt)],
    ['退件时间', instantText(data.at)],
  ]),
  heading('退件理由'),
  ...reasonList(data.reasons ?? []),
  blanks([6, '*', 6, '*'], [['退件人', '', '签收人', '']]),
  signOff(data, paragraph('请尽快更正后重新移交。退件期间办理期限不停止计算。')),
]
