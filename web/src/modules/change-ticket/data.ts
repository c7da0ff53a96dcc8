import { ticketLimits, ticketStatuses } from '../../../../workflows/change-ticket/domain'
import { choicesOf } from '../../components/choice'
import type { Field } from '../../components/form/field'
import type { FilterField } from '../../components/list/filter'
import type { Column } from '../../components/table'
import { findItems, kindsOf } from '../../directory'
import { shortTime } from '../../format'
import type { Ticket } from './api'

export const columns: Column<Ticket>[] = [
  { key: 'number', title: '工单编号', width: '160px', card: 'title' },
  { key: 'title', title: '标题' },
  { key: 'itemName', title: '事项' },
  { key: 'status', title: '状态', width: '100px' },
  { key: 'bureauName', title: '委办局', width: '200px' },
  { key: 'openedByName', title: '开立人', width: '90px', wide: true },
  { key: 'openedAt', title: '开立时间', width: '120px', text: (row) => shortTime(row.openedAt) },
]

export const filters: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索', placeholder: '编号、标题、事项' },
  { kind: 'remote', name: 'item', label: '事项', find: findItems, test: 'item-select' },
  { kind: 'select', name: 'status', label: '状态', choices: choicesOf(ticketStatuses) },
]

export const fields: Field[] = [
  { kind: 'select', name: 'kind', label: '类别', placeholder: '事项变更', choices: kindsOf('change-ticket') },
  { kind: 'item', name: 'itemCode', label: '事项', required: true },
  { kind: 'place', of: 'bureau', name: 'bureau', label: '委办局', hint: '不填为事项的实施部门' },
  { kind: 'text', name: 'title', label: '标题', required: true, max: ticketLimits.title },
  { kind: 'textarea', name: 'content', label: '变更内容', required: true, max: ticketLimits.content },
]
