import { clockKinds, type ClockKind, type Rung } from '../../../../workflows/clock/domain'
import type { Column } from '../../components/table'
import { dateTime } from '../../format'
import type { Reminder } from './api'

/** A line of the page: a setting, or the default of a kind that has none. */
export interface ReminderRow {
  kind: ClockKind
  itemCode: string | null
  itemName: string | null
  setting: Reminder | null
}

const defaultWords = { yellow: '最后四分之一（1 至 5 天）', red: '届满时' }

/** Every kind with its general setting first, then its items'. */
export function reminderRows(settings: readonly Reminder[]): ReminderRow[] {
  return (Object.keys(clockKinds) as ClockKind[]).flatMap((kind) => {
    const own = settings.filter((one) => one.kind === kind)
    const general = own.find((one) => one.itemCode === null) ?? null
    const items = own.filter((one) => one.itemCode !== null)
    return [
      { kind, itemCode: null, itemName: null, setting: general },
      ...items.map((setting) => ({
        kind,
        itemCode: setting.itemCode,
        itemName: setting.itemName,
        setting,
      })),
    ]
  })
}

export const daysOf = (rungs: readonly Rung[], level: Rung['level']): number[] =>
  rungs.filter((rung) => rung.level === level).map(({ remaining }) => remaining)

function words(remaining: number): string {
  if (remaining === 0) return '届满时'
  return remaining > 0 ? `剩 ${remaining} 天` : `超期 ${-remaining} 天`
}

const cell = (level: Rung['level']) => (row: ReminderRow) =>
  row.setting ? daysOf(row.setting.rungs, level).map(words).join('、') : `默认：${defaultWords[level]}`

export const reminderColumns: Column<ReminderRow>[] = [
  { key: 'kind', title: '时限', width: '110px', card: 'title', text: ({ kind }) => clockKinds[kind] },
  { key: 'item', title: '适用事项', text: ({ itemName, itemCode }) => itemName ?? itemCode ?? '全部事项' },
  { key: 'yellow', title: '黄灯', width: '210px', text: cell('yellow') },
  { key: 'red', title: '红灯', width: '170px', text: cell('red') },
  {
    key: 'changed',
    title: '最近修改',
    width: '220px',
    text: ({ setting }) => setting && `${setting.changedBy} ${dateTime(setting.changedAt)}`,
  },
]

/** What the setting brings for a term of so many days. */
export function example(rungs: readonly Rung[], total: number): string {
  const parts = [...rungs]
    .sort((a, b) => b.remaining - a.remaining)
    .map(({ level, remaining }) => {
      const light = level === 'yellow' ? '黄灯' : '红灯'
      if (remaining === 0) return `届满时${light}`
      if (remaining < 0) return `超期第 ${-remaining} 天${light}`
      return `第 ${Math.max(1, total - remaining + 1)} 天起${light}`
    })
  return `以 ${total} 天的时限为例：${parts.join('，')}。`
}
