/** The list of cases as a file. */
import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import { timeText } from '../../../workflows/clock/day.ts'
import { lightNames } from '../../../workflows/clock/domain.ts'
import type { ExportColumn, Note } from '../../export-list.ts'
import type { CaseFilter } from './schema.ts'
import type { CaseView } from './service.ts'

export const caseColumns: ExportColumn<CaseView>[] = [
  { title: '办件编号', width: 24, cell: (row) => row.caseNo },
  { title: '事项', width: 36, cell: (row) => row.itemName },
  { title: '申请人', width: 28, cell: (row) => row.applicantMasked },
  { title: '状态', width: 10, cell: (row) => row.statusName },
  { title: '环节', width: 12, cell: (row) => row.stepName },
  { title: '收件时间', cell: (row) => timeText(row.applyAt) },
  { title: '办结时间', cell: (row) => row.endedAt && timeText(row.endedAt) },
  { title: '时限', width: 26, cell: ({ clock }) => clock && clockWords(clock) },
  { title: '最后一日', width: 12, cell: (row) => row.dueDay },
  { title: '政务服务中心', width: 26, cell: (row) => row.centreName },
  { title: '审批部门', width: 26, cell: (row) => row.bureauName },
  { title: '经办人', width: 10, cell: (row) => row.handlerName },
]

const clockWords = ({ kindName, text, provisional }: NonNullable<CaseView['clock']>) =>
  `${kindName}${text}${provisional ? '（暂定）' : ''}`

/** A word searched for may be the whole name that the rows mask: the file does not tell it. */
export function caseFilterWords({ q, item, step, status, light, from, to }: CaseFilter): Note[] {
  const words: [string, string | false | undefined][] = [
    ['按词搜索', q !== undefined && '是'],
    ['事项编码', item],
    ['环节', step],
    ['状态', status && caseStatuses[status as CaseStatus]?.name],
    ['时限', light && lightNames[light]],
    ['收件日期', (from || to) && `${from ?? '不限'} 至 ${to ?? '不限'}`],
  ]
  const given = words.filter((word): word is Note => Boolean(word[1]))
  return given.length ? given : [['筛选', '无']]
}

export function caseFilterAudit({ q, item, step, status, light, from, to }: CaseFilter) {
  return { item, step, status, light, from, to, searched: q !== undefined }
}
