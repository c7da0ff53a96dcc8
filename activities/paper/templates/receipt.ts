import { toBeSupplemented } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { basisClause, form, materialTable, paragraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { instantText, lastDayText, quoted, speaker, you } from './words.ts'

/** 收件凭证: what was received, when, and the secret under which progress can be read. */
export const receipt: Template = (data) => {
  const materials = data.materials ?? []
  const open = toBeSupplemented(materials).length
  return [
    form([
      ['办件编号', data.caseNo, '查询密码', data.querySecret],
      ['事项名称', data.item.name],
      ['事项编码', data.item.code],
      [
        '申请人',
        [data.applicant.name, data.applicant.type, data.applicant.idMasked].filter(Boolean).join('　'),
      ],
      ['代理人', data.agent && [data.agent.name, data.agent.idMasked].filter(Boolean).join('　')],
      [
        '收件时间',
        data.receivedAt && instantText(data.receivedAt),
        '联系电话',
        data.applicant.phoneMasked ?? '—',
      ],
      ['审批部门', data.bureau.name],
      ['受理单位', data.centre.name],
    ]),
    paragraph(
      `${basisClause(data)}${speaker(data)}已收到${you(data)}${quoted(data.item.name)}的申请及下列材料共${materials.length}项` +
        (open ? `，其中${open}项需要补齐或者补正，具体要求以一次性补正告知书为准。` : '。'),
    ),
    materialTable(materials),
    signOff(
      data,
      paragraph(
        `本凭证只证明收到申请材料，不代表受理或者准予。` +
          (data.terms?.lastDay ? `是否受理，最迟于${lastDayText(data, data.terms.lastDay)}告知。` : '') +
          `请妥善保管查询密码，凭办件编号和查询密码可以查询进度、补交材料、查看文书。`,
      ),
    ),
  ]
}
