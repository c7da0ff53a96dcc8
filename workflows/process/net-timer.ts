import { evaluate, FeelError } from './feel.ts'
import type { Effect, TimerSpec, Vars } from './model.ts'
import { element, newKey, type Stride, type Timer } from './net-state.ts'

const ISO_DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** +08:00 the whole year round since 1991, so a day is always 24 hours. */
const SHANGHAI_MS = 8 * 3600_000

/** Longer than any term of an office; beyond it a date cannot be computed when the timer is armed. */
const MOST_DAYS = 100 * 366

export function isDuration(text: string): boolean {
  const parts = ISO_DURATION.exec(text)
  if (!parts) return false
  const [years, months, weeks, days, hours, minutes, seconds] = parts
    .slice(1)
    .map((part) => Number(part ?? 0)) as number[]
  const rest = (hours! + minutes! / 60 + seconds! / 3600) / 24
  return years! * 366 + months! * 31 + weeks! * 7 + days! + rest <= MOST_DAYS
}

/**
 * Instant + ISO 8601 duration. Years and months are counted in the calendar of Asia/Shanghai; a day that the
 * month does not have becomes its last day (民法典 第二百零二条).
 */
export function addDuration(at: string, duration: string): string {
  const parts = ISO_DURATION.exec(duration)
  if (!parts) throw new FeelError('expression-failed', `时长“${duration}”不是 ISO 8601 格式`)
  const [years, months, weeks, days, hours, minutes, seconds] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  const local = new Date(Date.parse(at) + SHANGHAI_MS)
  const day = local.getUTCDate()
  local.setUTCDate(1)
  local.setUTCMonth(local.getUTCMonth() + (years as number) * 12 + (months as number))
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  local.setUTCDate(Math.min(day, lastDay))
  const whole = (weeks as number) * 7 + (days as number)
  const rest = ((hours as number) * 60 + (minutes as number)) * 60 + (seconds as number)
  return instant(local.getTime() - SHANGHAI_MS + (whole * 86_400 + rest) * 1000, duration)
}

function instant(ms: number, source: string): string {
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15)
    throw new FeelError('expression-failed', `“${source}”不是有效时间`)
  return new Date(ms).toISOString()
}

/** A date alone is its first moment in Asia/Shanghai; a local date and time is Asia/Shanghai too. */
function dateOf(spec: { date: string }, vars: Vars, at: string): string {
  const { value } = evaluate(spec.date, vars, at)
  const text = typeof value === 'string' ? value.replace(/@.*$/, '') : ''
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(text) && !day
  return instant(Date.parse(day ? `${text}T00:00:00+08:00` : zoned ? text : `${text}+08:00`), spec.date)
}

export type Due = { clock: string; mode: 'advise' | 'enforce'; ref?: string } | { dueAt: string }

/** @throws FeelError when a date can't be computed */
export function dueOf(spec: TimerSpec, vars: Vars, at: string): Due {
  if ('clock' in spec) {
    const { clock, mode, ref } = spec
    return { clock, mode, ...(ref !== undefined && { ref: String(evaluate(ref, vars, at).value ?? '') }) }
  }
  return { dueAt: 'duration' in spec ? addDuration(at, spec.duration) : dateOf(spec, vars, at) }
}

/** Due times of the timer events among some elements; computed before anything changes, because it may fail. */
export function duesOf(stride: Stride, elements: string[], vars: Vars): { el: string; due: Due }[] {
  const dues: { el: string; due: Due }[] = []
  for (const el of elements) {
    const timer = element(stride, el).event?.timer
    if (timer) dues.push({ el, due: dueOf(timer, vars, stride.at) })
  }
  return dues
}

export function arm(stride: Stride, owner: string, dues: { el: string; due: Due }[]) {
  for (const { el, due } of dues) {
    const key = newKey(stride, el)
    stride.timers.push({ key, el, owner })
    stride.effects.push({ type: 'timer', key, element: el, ...due } as Effect)
  }
}

/** Takes timers away; each is told to the outside. */
export function disarm(
  stride: Stride,
  which: (timer: Timer) => boolean,
  why: 'fired' | 'cancelled' = 'cancelled',
) {
  for (const timer of stride.timers)
    if (which(timer)) stride.effects.push({ type: 'timer-gone', key: timer.key, element: timer.el, why })
  stride.timers = stride.timers.filter((timer) => !which(timer))
}
