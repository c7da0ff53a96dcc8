import type { Template } from './template.ts'
import { blankDate, blanks, form, materialTable, paragraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, instantText } from './words.ts'

/** 移交清单: the centre hands the accepted case with its files over to the bureau that decides. */
export const handoverList: Template = (data) => {
  const materials = data.materials ?? []
  return [
    form([
      ['事项名称', data.item.name],
      ['申请人', `${data.applicant.name}（${data.applicant.type}）`],
      ['移交单位', data.entrustment?.centre ?? data.centre.name],
      ['接收单位', data.entrustment?.bureau ?? data.bureau.name],
      ['委托编号', data.entrustment?.no],
      ['收件时间', data.receivedAt && instantText(data.receivedAt)],
      ['受理日期', data.acceptedOn && dayText(data.acceptedOn)],
      ['移交时间', instantText(data.at)],
    ]),
    paragraph(`现将上述办件的申请材料共${materials.length}项移交，请核对接收。`),
    materialTable(materials),
    signOff(
      data,
      blanks(
        [6, '*', 6, '*'],
        [
          ['移交人', '', '接收人', ''],
          ['移交日期', blankDate, '接收日期', blankDate],
        ],
      ),
    ),
  ]
}
