import { caseStatuses } from '../../../../workflows/case/domain'
import { lightNames, type Light } from '../../../../workflows/clock/domain'
import { nounWords, statusNames } from '../../../../workflows/nouns'
import { choicesOf } from '../../components/choice'
import type { EmptyWords } from '../../components/list/acts'
import type { FilterField } from '../../components/list/filter'
import type { TabSource } from '../../components/list/saved'
import type { Column } from '../../components/table'
import { findItems, findColleagues, findPlaces } from '../../directory'
import { shortTime } from '../../format'
import * as api from './api'
import type { Box, CaseRow, TaskRow } from './api'

const lightOrder: Light[] = ['red', 'yellow', 'green', 'paused']

export const boxes: { id: Box; title: string }[] = [
  { id: 'mine', title: '我的' },
  { id: 'group', title: '我的组' },
  { id: 'waiting', title: '等待他人' },
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

const common: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索', placeholder: '编号、申请人、事项' },
  { kind: 'remote', name: 'item', label: '事项', find: findItems, test: 'item-select' },
]
const statusOf = (names: Parameters<typeof choicesOf>[0]): FilterField => ({
  kind: 'select',
  name: 'status',
  label: '状态',
  choices: choicesOf(names),
})
const noun: FilterField = {
  kind: 'select',
  name: 'noun',
  label: '业务',
  choices: nounWords.map(({ key, name }) => ({ value: key, label: name })),
}
const light: FilterField = {
  kind: 'select',
  name: 'light',
  label: '时限',
  // What is due first stands first.
  choices: choicesOf(lightNames).sort((a, b) => lightOrder.indexOf(a.value) - lightOrder.indexOf(b.value)),
}
const step: FilterField = { kind: 'remote', name: 'step', label: '环节', find: findSteps }

/** As the published processes draw them. */
async function findSteps(word: string) {
  const { rows } = await api.listSteps()
  return rows.filter(({ name }) => name.includes(word)).map(({ id, name }) => ({ value: id, label: name }))
}

export const taskFilters: FilterField[] = [...common, noun, step, statusOf(statusNames), light]
export const caseFilters: FilterField[] = [
  ...common,
  statusOf(caseStatuses),
  light,
  step,
  { kind: 'select', name: 'bureau', label: '部门', choices: () => findPlaces('bureau'), filterable: true },
  { kind: 'remote', name: 'handler', label: '经办人', find: findColleagues },
  { kind: 'days', name: 'from', to: 'to', label: '收件' },
]

/** Boxes and saved filters as tabs, each with its number. */
export const taskTabs: Omit<TabSource, 'saved'> = {
  name: 'box',
  tabs: boxes,
  usual: 'group',
  counts: async () => {
    const { filters, ...own } = await api.countTasks()
    return { ...own, ...filters }
  },
}

export const emptyWords: Record<Box, EmptyWords> = {
  mine: { why: '没有由您经办的待办。', what: '到“我的组”领取，或等待办件转到您的环节。' },
  group: { why: '本组暂时没有待领取的办件。', what: '新的办件到达后会自动出现在这里。' },
  waiting: { why: '没有在等申请人的办件。', what: '告知补正后等申请人交材料的办件列在这里，不占待办。' },
  done: { why: '您还没有办过的环节。', what: '办理完成的环节会列在这里，便于回查。' },
}
