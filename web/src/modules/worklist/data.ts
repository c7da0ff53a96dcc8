import { reactive } from 'vue'
import { caseStatuses } from '../../../../workflows/case/domain'
import { shortTime } from '../../format'
import type { Column } from '../../components/table'
import { listSteps, type Box, type CaseRow, type Filter, type TaskRow } from './api'

export const boxes: { id: Box; title: string }[] = [
  { id: 'mine', title: '我的' },
  { id: 'group', title: '我的组' },
  { id: 'done', title: '已办' },
]

export const columns: Column<TaskRow>[] = [
  { key: 'light', title: '时限', width: '1%', card: 'side', sortable: true },
  { key: 'number', title: '编号', width: '1%', card: 'title' },
  { key: 'title', title: '事项' },
  { key: 'whoMasked', title: '申请人', width: '21%' },
  { key: 'stepName', title: '环节', width: '104px' },
  { key: 'status', title: '状态', width: '90px', wide: true, card: 'hide' },
  {
    key: 'openedAt',
    title: '到达时间',
    width: '104px',
    sortable: true,
    text: (row) => shortTime(row.openedAt),
  },
  { key: 'dueDay', title: '截止日', width: '100px', wide: true, card: 'hide' },
  { key: 'claimedName', title: '经办人', width: '72px', text: (row) => row.claimedName ?? '待领取' },
  { key: 'acts', title: '操作', width: '1%', align: 'right', card: 'acts' },
]

export const caseColumns: Column<CaseRow>[] = [
  { key: 'light', title: '时限', width: '1%', card: 'side' },
  { key: 'caseNo', title: '办件编号', width: '1%', card: 'title' },
  { key: 'itemName', title: '事项' },
  { key: 'applicantMasked', title: '申请人', width: '22%' },
  { key: 'status', title: '状态', width: '100px' },
  { key: 'stepName', title: '环节', width: '120px' },
  { key: 'applyAt', title: '收件时间', width: '120px', text: (row) => shortTime(row.applyAt) },
  { key: 'bureauName', title: '审批部门', width: '180px', wide: true },
  { key: 'handlerName', title: '经办人', width: '90px', wide: true },
]

interface Choice {
  value: string
  label: string
}
const choices = (table: Record<string, { name: string }>): Choice[] =>
  Object.entries(table).map(([value, { name }]) => ({ value, label: name }))

/** Read once when a list first needs them. */
export const stepChoices: Choice[] = reactive([])
let stepsAsked = false
export async function readSteps(): Promise<void> {
  if (stepsAsked) return
  stepsAsked = true
  const { rows } = await listSteps()
  stepChoices.push(...rows.map(({ id, name: label }) => ({ value: id, label })))
}
export const statusChoices = choices(caseStatuses)
export const lightChoices: Choice[] = [
  { value: 'red', label: '超期' },
  { value: 'yellow', label: '临期' },
  { value: 'green', label: '正常' },
  { value: 'paused', label: '暂停' },
]

/** The filter in words, for the name of a saved one and for the empty list. */
export function filterWords(filter: Filter): string {
  const name = (list: Choice[], value: string) => list.find((one) => one.value === value)?.label
  const words = [
    filter.q && `“${filter.q}”`,
    filter.item,
    name(stepChoices, filter.step),
    name(statusChoices, filter.status),
    name(lightChoices, filter.light),
  ]
  return words.filter(Boolean).join(' · ')
}

export const emptyWords: Record<Box, { why: string; what: string }> = {
  mine: { why: '没有由您经办的待办。', what: '到“我的组”领取，或等待办件转到您的环节。' },
  group: { why: '本组暂时没有待领取的办件。', what: '新的办件到达后会自动出现在这里。' },
  done: { why: '您还没有办过的环节。', what: '办理完成的环节会列在这里，便于回查。' },
}
