import type { EntrustmentStatus, HandlingMode, MaterialSpec } from '../../../../workflows/item/domain'
import { entrustmentScopes, handlingModes } from '../../../../workflows/item/domain'
import { applicantTypes } from '../../../../workflows/case/domain'
import { choicesOf } from '../../components/choice'
import { bodyOf, type Field, type FormValues } from '../../components/form/field'
import type { FilterField } from '../../components/list/filter'
import type { Column } from '../../components/table'
import { findPlaces } from '../../directory'
import { dayUnits } from '../../format'
import type { Entrustment, EntrustmentBody, ItemDetail, ItemRow } from './api'

export const filters: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索事项', placeholder: '事项名称或编码', test: 'item-q', width: 240 },
  {
    kind: 'select',
    name: 'bureau',
    label: '主管部门',
    choices: () => findPlaces('bureau'),
    filterable: true,
    width: 190,
  },
  {
    kind: 'select',
    name: 'applicantType',
    label: '申请人类型',
    choices: choicesOf(applicantTypes),
    width: 190,
  },
]

export const columns: Column<ItemRow>[] = [
  { key: 'name', title: '事项', card: 'title' },
  { key: 'itemType', title: '类型', width: '100px' },
  { key: 'bureauName', title: '主管部门', width: '200px' },
  { key: 'theme', title: '主题', width: '110px' },
  { key: 'mode', title: '办理模式', width: '120px', text: (row) => modeName(row.mode) },
  { key: 'offered', title: '本中心收件', width: '210px' },
  { key: 'code', title: '事项编码', width: '150px', wide: true, card: 'hide' },
]

export const entrustmentColumns: Column<Entrustment>[] = [
  { key: 'no', title: '协议编号', width: '190px', card: 'title' },
  { key: 'bureauName', title: '委托部门' },
  { key: 'centreName', title: '受托中心' },
  { key: 'items', title: '事项', width: '80px', text: (row) => `${row.items.length} 项` },
  { key: 'scope', title: '委托范围', width: '200px' },
  { key: 'term', title: '有效期', width: '190px', text: (row) => `${row.from} 至 ${row.to}` },
  { key: 'status', title: '状态', width: '90px', card: 'side' },
]

export const entrustmentFields: Field[] = [
  { kind: 'text', name: 'no', label: '协议编号', required: true, max: 60, test: 'entrustment-no' },
  {
    kind: 'place',
    name: 'bureau',
    of: 'bureau',
    label: '委托部门',
    required: true,
    test: 'entrustment-bureau',
  },
  {
    kind: 'place',
    name: 'centre',
    of: 'centre',
    label: '受托中心',
    required: true,
    test: 'entrustment-centre',
  },
  { kind: 'item', name: 'items', label: '事项', required: true, multiple: true, test: 'entrustment-items' },
  {
    kind: 'multi-select',
    name: 'scope',
    label: '委托范围（必须含受理）',
    required: true,
    boxes: true,
    choices: choicesOf(entrustmentScopes),
    rule: (value) => ((value as string[]).includes('accept') ? undefined : '必须含受理'),
  },
  { kind: 'days', name: 'from', to: 'to', label: '有效期', required: true, hint: '含首尾两日' },
  {
    kind: 'number',
    name: 'sendBackHours',
    label: '退件期限（移交后多少小时内可以退回更正）',
    min: 1,
    max: 240,
    unit: '小时',
  },
  {
    kind: 'text',
    name: 'sealName',
    label: '文书用章',
    required: true,
    max: 120,
    placeholder: '如：北京市市场监督管理局行政许可专用章',
    test: 'entrustment-seal',
  },
]

export function entrustmentForm(row?: Entrustment): FormValues {
  if (!row) return { scope: ['accept', 'notify'], sendBackHours: 24 }
  return { ...row, items: row.items.map(({ code }) => code) }
}
export const entrustmentBody = (values: FormValues): EntrustmentBody =>
  bodyOf(entrustmentFields, values) as unknown as EntrustmentBody

/** What the agreement means, before it is saved. */
export function entrustmentEffect({ from, to, items, scope }: EntrustmentBody): string {
  const acts = scope.map((one) => entrustmentScopes[one]).join('、')
  return `${from} 至 ${to}，窗口可就 ${items.length} 个事项办理：${acts}。文书将同时载明双方名称。`
}

export const entrustmentTones = {
  active: 'success',
  future: 'info',
  expired: 'danger',
  ended: 'neutral',
} as const satisfies Record<EntrustmentStatus, string>

export const modeName = (mode: HandlingMode) => handlingModes[mode] ?? mode

/** `必要 · 核原件 · 可容缺` */
export function materialTags(spec: MaterialSpec): string {
  const tags = [
    spec.required ? '必要' : '非必要',
    spec.originalToVerify && '核原件',
    spec.deferrable && '可容缺',
  ]
  return tags.filter(Boolean).join(' · ')
}

/** `20 个工作日（法律条文）` */
export function statutoryWords(terms: ItemDetail['terms'], sources: Record<string, string>): string {
  if (terms.statutory === null) return '法律未规定'
  return `${terms.statutory} ${dayUnits[terms.unit]}（${sources[terms.unitSource] ?? terms.unitSource}）`
}

export function promisedWords(terms: ItemDetail['terms']): string {
  return terms.promised === 0 ? '当日办结' : `${terms.promised} ${dayUnits[terms.promisedUnit]}`
}
