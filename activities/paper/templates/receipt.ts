import { toBeSupplemented } from '../../../workflows/paper/domain.ts'
import type { PaperMaterial } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { basisClause, form, materialTable, paragraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { instantText, lastDayText, quoted, speaker, you } from './words.ts'

/** 收件凭证: what was received, when, and the secret under which progress can be read. */
export const receipt: Template = (data) => {
  const materials = data.materials ?? []
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
      `${basisClause(data)}${speaker(data)}已收到${you(data)}${quoted(data.item.name)}的申请及材料${receivedText(materials)}`,
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

/** 第二十九条: what was received is what is in the house, by its medium; what is not is said to be missing. */
function receivedText(materials: PaperMaterial[]): string {
  const received = materials.filter(({ state }) => !absent.has(state))
  const faulty = received.filter(({ state }) => state === 'defective').length
  const missing = materials.length - received.length
  const clauses = [
    `${received.length}项${mediaText(received)}`,
    faulty && `其中${faulty}项需要补正`,
    missing && `另有${missing}项未提交`,
    toBeSupplemented(materials).length && '具体要求以一次性补正告知书为准',
  ].filter((clause) => typeof clause === 'string')
  return `${clauses.join('，')}。`
}

const absent: ReadonlySet<string> = new Set(['missing', 'deferred'])

/** `（纸质件2项，电子件1项）`; those of which no medium is known are not counted there. */
function mediaText(received: PaperMaterial[]): string {
  const media = [...new Set(received.map(({ form: medium }) => medium))].filter((one) => one !== undefined)
  const counts = media.map((one) => `${one}${received.filter(({ form: medium }) => medium === one).length}项`)
  return counts.length ? `（${counts.join('，')}）` : ''
}
