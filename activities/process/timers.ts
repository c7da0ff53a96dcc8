/**
 * A timer is a question, not a verdict; a reminder is told once. Pure, each within a step's transaction: under its locks
 * an act committed before is waited for, one after is refused.
 */
import type { Plan, Planned } from './plan.ts'
import { planRows } from './rows.ts'
import { followTell } from './tell.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { addSeconds, chineseDay, dayOf, instantMs } from '../../workflows/clock/day.ts'
import type { Rung } from '../../workflows/clock/domain.ts'
import { clockName } from '../../workflows/nouns.ts'
import type { DueRung, TimerQuestion, TimerVerdict } from '../../workflows/process/domain.ts'

const daySeconds = 24 * 3_600

export function askTimer(plan: Plan, question: TimerQuestion): Planned<TimerVerdict> {
  const answer = judge(plan, question)
  const { instance } = plan
  const mine = instance.enforced_by === question.key
  // Any other answer to the same question takes an earlier yes back: it was lost on its way.
  if (answer.verdict === 'fire' && question.mode === 'enforce')
    Object.assign(instance, { enforced_by: question.key, enforced_at: answer.effectiveAt })
  else if (mine) Object.assign(instance, { enforced_by: null, enforced_at: null })
  const rows = planRows(plan, question.at)
  if (answer.verdict === 'disarm')
    rows.timersGone = [{ key: question.key, status: 'idle', revision: instance.revision }]
  return { plan, rows, answer }
}

function judge(plan: Plan, { clock: name, mode, at }: TimerQuestion): TimerVerdict {
  const newest = clockNamed(plan, name)
  if (!newest || newest.state === 'stopped') return { verdict: 'disarm', effectiveAt: at }
  const clock = plan.clocks.recompute(newest.id, at)
  const arm = plan.clocks.arm(clock)
  const { dueAt } = clock
  if (dueAt === null || instantMs(at) < instantMs(dueAt))
    return { verdict: 'not-due', effectiveAt: at, clock: arm }
  // Received in time and still on its way to the engine: what it decides is not late.
  if (hasPendingActs(plan, dueAt)) return { verdict: 'wait', effectiveAt: dueAt }
  if (mode === 'advise') return { verdict: 'fire', effectiveAt: dueAt }
  // Silence has its legal effect for some items only; for the others the clock advises and the case waits on.
  if (clock.mode === 'advise') return { verdict: 'disarm', effectiveAt: dueAt }
  if (!clock.provisional) return { verdict: 'fire', effectiveAt: dueAt }
  const tomorrow = addSeconds(at, daySeconds)
  return { verdict: 'not-due', effectiveAt: dueAt, clock: { ...arm, dueAt: tomorrow } }
}

/** By `clockKey`: the newest round of a kind and reference. */
function clockNamed({ clocks }: Plan, name: string): StoredClock | undefined {
  const [kind = '', ref = ''] = name.split('/')
  return clocks.newest(kind, ref)
}

/** Acts received before an instant and still under way. */
function hasPendingActs({ loaded }: Plan, before: string): boolean {
  return loaded.pendingSince !== null && instantMs(loaded.pendingSince) < instantMs(before)
}

/** A reminder on the way to a due date: staff see it on their lists; an applicant who is asked for something is told. */
export function remind(plan: Plan, rung: DueRung): Planned<void> {
  const nothing = { plan, rows: undefined, answer: undefined }
  const clock = clockNamed(plan, rung.clock)
  if (!clock || clock.n !== rung.n || clock.state === 'stopped' || clock.dueAt === null) return nothing
  const level = rung.level as Rung['level']
  const when = instantMs(rung.at) - instantMs(clock.dueAt)
  // At the end of the term an act that came in time is still on its way: nothing is late.
  if (when >= 0 && hasPendingActs(plan, clock.dueAt)) return nothing
  const started = startOf(plan, clock)
  // A term of one day is near its end from the morning on; nobody could be told before it was started.
  const at = rung.at > started ? rung.at : started
  if (!plan.clocks.tell({ clockId: clock.id, level, at: rung.at }, at)) return nothing
  // By its day too: a clock may turn yellow, or be told of, more than once.
  const stepKey = `remind/${rung.clock}#${rung.n}/${level}/${dayOf(rung.at)}`
  noteRung(plan, clock, stepKey, phaseOf(level, when), at)
  const message = plan.noun.reminderOf?.(clock)
  // Whoever is given the notice now needs no reminder of it.
  if (message && when < 0 && at !== started) {
    const cause = { actId: '', at }
    followTell(plan, { key: stepKey, cause }, { message })
  }
  return { plan, rows: planRows(plan, at), answer: undefined }
}

function noteRung(
  plan: Plan,
  clock: StoredClock,
  stepKey: string,
  [phase, words]: [string, string],
  at: string,
): void {
  const { kind, dueDay } = clock
  const name = clockName(clock)
  plan.noteSystemAct(
    { key: stepKey, element: kind, cause: { actId: '', at } },
    {
      stage: '监测',
      act: `${kind}-${phase}`,
      actName: `${name}${words}`,
      opinion: `${name}最后一日${dueDay}`,
    },
  )
  const { number, title } = plan.instance
  const lastDay = dueDay === null ? '' : chineseDay(dueDay)
  const vars = { number, title, clock: name, phase: words, lastDay }
  plan.follow({
    ...{ lane: 'inbox', kind: 'clock-rung', step_key: stepKey, ref: '', at },
    what: { vars, red: phase !== 'yellow' },
  })
}

function startOf({ clocks }: Plan, { id }: StoredClock): string {
  return clocks.changes.find(({ clockId, cause }) => clockId === id && cause === 'start')!.at
}

/** @param when milliseconds after the end of the term */
function phaseOf(level: Rung['level'], when: number): [phase: string, words: string] {
  if (when < 0) return level === 'yellow' ? ['yellow', '临期提醒（黄灯）'] : ['red', '临期提醒（红灯）']
  return when === 0 ? ['due', '到期提醒'] : ['overdue', '超期提醒']
}
