/** The audit as a file, in the words of its page. */
import {
  actionName,
  detailWords,
  objectName,
  outcomeNames,
  personOf,
} from '../../../workflows/audit/domain.ts'
import { timeText } from '../../../workflows/clock/day.ts'
import { notesOf } from '../../export-list.ts'
import type { ExportColumn, Note } from '../../export-list.ts'
import type { AuditRow } from '../../records/audit/audit.ts'
import type { AuditAsked } from './schema.ts'

export const auditColumns: ExportColumn<AuditRow>[] = [
  { title: '序号', width: 10, cell: (row) => row.id },
  { title: '时间', cell: (row) => timeText(row.at) },
  { title: '操作人', width: 20, cell: personOf },
  { title: '操作', width: 24, cell: (row) => actionName(row.action, row.detail) },
  { title: '对象', width: 30, cell: (row) => [objectName(row.objectType), row.objectId].join(' ').trim() },
  { title: '结果', width: 8, cell: (row) => outcomeNames[row.outcome] },
  { title: '内容', width: 50, cell: (row) => detailWords(row.detail) },
  { title: '地址', cell: (row) => row.address },
  { title: '请求编号', width: 38, cell: (row) => row.requestId },
]

export function auditFilterWords(asked: AuditAsked): Note[] {
  const { only, objectType, objectId, who, address, action, outcome, from, to } = asked
  return notesOf([
    ['所选', only && `${only.length} 条`],
    ['对象类别', objectType && objectName(objectType)],
    ['对象', objectId],
    ['操作人', who],
    ['地址', address],
    ['操作', action && actionName(action)],
    ['结果', outcome && outcomeNames[outcome]],
    ['时间', (from || to) && `${from ? timeText(from) : '不限'} 至 ${to ? timeText(to) : '不限'}`],
  ])
}
