import { actionChoices, objectName, outcomeNames, personOf } from '../../../../workflows/audit/domain'
import { choicesOf } from '../../components/choice'
import type { FilterField } from '../../components/list/filter'
import type { Column } from '../../components/table'
import { dateTime } from '../../format'
import type { AuditRow } from './api'

export const outcomes = {
  ok: { name: outcomeNames.ok, tone: 'success' },
  refused: { name: outcomeNames.refused, tone: 'warning' },
  failed: { name: outcomeNames.failed, tone: 'danger' },
} as const

export const filters: FilterField[] = [
  { kind: 'text', name: 'objectId', label: '对象', placeholder: '办件编号或对象', test: 'audit-object' },
  { kind: 'text', name: 'who', label: '操作人', placeholder: '姓名或用户名', width: 140 },
  { kind: 'text', name: 'address', label: '地址', placeholder: '网络地址', width: 140 },
  { kind: 'select', name: 'action', label: '操作', choices: actionChoices, filterable: true, width: 190 },
  { kind: 'select', name: 'outcome', label: '结果', choices: choicesOf(outcomes), width: 110 },
  { kind: 'days', name: 'from', to: 'to', label: '日期' },
]

export const columns: Column<AuditRow>[] = [
  { key: 'at', title: '时间', width: '150px', text: (row) => dateTime(row.at), card: 'title' },
  { key: 'username', title: '操作人', width: '140px', text: (row) => personOf(row) },
  { key: 'action', title: '操作', width: '200px' },
  {
    key: 'objectId',
    title: '对象',
    width: '220px',
    text: (row) => [objectName(row.objectType), row.objectId].filter(Boolean).join(' '),
  },
  { key: 'detail', title: '内容' },
  { key: 'address', title: '地址', width: '140px', wide: true },
  { key: 'outcome', title: '结果', width: '80px', card: 'side' },
]
