import { clockKinds, type ClockKind, type Rung } from '../../../../workflows/clock/domain'
import { rungFaults, rungLimits } from '../../../../workflows/clock/rungs'
import { choicesOf } from '../../components/choice'
import type { Field, FormValues } from '../../components/form/field'
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

const remaining = (row: FormValues) => (typeof row.remaining === 'number' ? [row.remaining] : [])
const daysIn = (rows: unknown): number[] => (rows as FormValues[]).flatMap(remaining)

/** Remaining days at which one light comes on; one more comes a day later than the last. */
const light = (name: Rung['level'], label: string, from: number, row: string): Field => ({
  kind: 'repeat',
  name,
  label,
  row,
  required: true,
  least: 1,
  most: rungLimits.most - 1,
  test: `${name}-add`,
  next: (rows) => ({ remaining: Math.max(from, Math.min(rungLimits.earliest, ...daysIn(rows)) - 1) }),
  fields: [
    {
      kind: 'number',
      name: 'remaining',
      label: '剩余天数',
      required: true,
      min: from,
      max: rungLimits.earliest,
      unit: '天',
      test: name,
    },
  ],
})

/** A new setting is for one item; of one that is there only the lights change. */
export const reminderFields = (isNew: boolean): Field[] => [
  {
    kind: 'select',
    name: 'kind',
    label: '时限',
    required: true,
    choices: choicesOf(clockKinds),
    test: 'reminder-kind',
    when: () => isNew,
  },
  { kind: 'item', name: 'item', label: '事项', required: true, when: () => isNew },
  light('yellow', '黄灯（临期）', 1, '黄灯提醒'),
  light('red', '红灯（0 为届满时，负数为超期后）', rungLimits.latest, '红灯提醒'),
]

export function reminderForm(row: ReminderRow | undefined, rungs: readonly Rung[]): FormValues {
  const of = (level: Rung['level']) => daysOf(rungs, level).map((days) => ({ remaining: days }))
  return { kind: row?.kind ?? 'acceptance', item: row?.itemCode ?? '', yellow: of('yellow'), red: of('red') }
}

export const rungsOf = ({ yellow, red }: FormValues): Rung[] => [
  ...daysIn(yellow).map((days): Rung => ({ level: 'yellow', remaining: days })),
  ...daysIn(red).map((days): Rung => ({ level: 'red', remaining: days })),
]

/** What no single field can know. */
export function reminderFaults(values: FormValues, isNew: boolean, settings: readonly Reminder[]): string[] {
  const known =
    isNew && settings.some(({ kind, itemCode }) => kind === values.kind && itemCode === values.item)
  return [...(known ? ['该事项已有设置，请在列表中修改'] : []), ...rungFaults(rungsOf(values))]
}

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
