/** The lists of cases and tasks as files. */
import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import { timeText } from '../../../workflows/clock/day.ts'
import { lightNames } from '../../../workflows/clock/domain.ts'
import { notesOf } from '../../export-list.ts'
import type { ExportColumn, Note } from '../../export-list.ts'
import { statusNames, wordsOf } from '../../../workflows/nouns.ts'
import type { CaseFilter, TaskFilter } from './schema.ts'
import type { CaseView, TaskView } from './service.ts'

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
export function caseFilterWords(filter: CaseFilter): Note[] {
  const { q, item, step, status, light, from, to, handler, bureau, only } = filter
  return notesOf([
    ['所选', only && `${only.length} 件`],
    ['按词搜索', q !== undefined && '是'],
    ['事项编码', item],
    ['环节', step],
    ['状态', status && caseStatuses[status as CaseStatus]?.name],
    ['时限', light && lightNames[light]],
    ['收件日期', (from || to) && `${from ?? '不限'} 至 ${to ?? '不限'}`],
    ['经办人编号', handler],
    ['审批部门', bureau],
  ])
}

export function caseFilterAudit({ q, only, ...codes }: CaseFilter) {
  return { ...codes, searched: q !== undefined, marked: only?.length }
}

export const taskColumns: ExportColumn<TaskView>[] = [
  { title: '编号', width: 24, cell: (row) => row.number },
  { title: '业务', width: 12, cell: (row) => row.nounName },
  { title: '事项', width: 36, cell: (row) => row.title },
  { title: '申请人', width: 28, cell: (row) => row.whoMasked },
  { title: '环节', width: 16, cell: (row) => row.stepName },
  { title: '状态', width: 10, cell: (row) => row.statusName },
  { title: '到达时间', cell: (row) => timeText(row.openedAt) },
  { title: '时限', width: 26, cell: ({ clock }) => clock && clockWords(clock) },
  { title: '最后一日', width: 12, cell: (row) => row.dueDay },
  { title: '经办人', width: 10, cell: (row) => row.claimedName },
]

const boxNames = { mine: '我的', group: '我的组', waiting: '等待他人', done: '已办' }

export function taskFilterWords({ q, item, noun, step, status, light, box, only }: TaskFilter): Note[] {
  return notesOf([
    ['分组', boxNames[box]],
    ['所选', only && `${only.length} 件`],
    ['按词搜索', q !== undefined && '是'],
    ['事项编码', item],
    ['业务', noun && (wordsOf(noun)?.name ?? noun)],
    ['环节', step],
    ['状态', status && (statusNames[status] ?? status)],
    ['时限', light && lightNames[light]],
  ])
}

export function taskFilterAudit({ q, only, sort: _sort, ...codes }: TaskFilter) {
  return { ...codes, searched: q !== undefined, marked: only?.length }
}
