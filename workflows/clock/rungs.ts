/** What makes a sensible list of reminders; the page and the server say the same. */
import type { Rung } from './domain.ts'

/** Days of the clock's unit; below 0 after the end of the term. */
export const rungLimits = { most: 6, latest: -60, earliest: 60 } as const

/** Rungs of an item that names none: yellow in the last quarter of the term (1 to 5 days), red when it is over. */
export function defaultRungs(total: number): Rung[] {
  return [
    { level: 'yellow', remaining: Math.max(1, Math.min(5, Math.floor(total / 4))) },
    { level: 'red', remaining: 0 },
  ]
}

/** Everything wrong with a clock's reminders, in Chinese; empty when they can be kept. */
export function rungFaults(rungs: readonly Rung[]): string[] {
  const of = (level: Rung['level']) => rungs.filter((rung) => rung.level === level).map((r) => r.remaining)
  const [yellow, red] = [of('yellow'), of('red')]
  const faults: string[] = []
  if (yellow.length === 0 || red.length === 0) faults.push('黄灯、红灯各至少设一次提醒')
  if (rungs.length > rungLimits.most) faults.push(`提醒最多 ${rungLimits.most} 次`)
  if (new Set(yellow).size < yellow.length || new Set(red).size < red.length) faults.push('同一天数不能重复')
  if (yellow.some((days) => days < 1)) faults.push('黄灯须在期限届满前亮起：剩余天数至少为 1')
  if (red.length > 0 && yellow.some((days) => days <= Math.max(...red))) faults.push('黄灯须早于红灯')
  return faults
}

/** In the order in which they come. */
export function inOrder(rungs: readonly Rung[]): Rung[] {
  return [...rungs].sort((a, b) => b.remaining - a.remaining)
}
