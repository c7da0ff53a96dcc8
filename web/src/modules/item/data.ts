import type { EntrustmentStatus, HandlingMode, MaterialSpec } from '../../../../workflows/item/domain'
import { handlingModes } from '../../../../workflows/item/domain'
import { dayUnits } from '../../format'
import type { Column } from '../../components/table'
import type { Entrustment, ItemDetail, ItemRow } from './api'

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
  { key: 'acts', title: '操作', width: '120px', align: 'right', card: 'acts' },
]

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
