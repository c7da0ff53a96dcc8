/** From what the net did, and what the services planned, to the rows of the write statement. Pure. */
import { lateAnswer } from './late.ts'
import type { Plan, TrailEntry } from './plan.ts'
import { openedTasks, refreshedTasks } from './tasks.ts'
import type { StepRows } from '../../server/records/process/step.ts'
import { clockKey } from '../../workflows/process/domain.ts'
import type { Cause, Standing, StepRecord } from '../../workflows/process/domain.ts'
import type { Effect } from '../../workflows/process/model.ts'
import { awaitsInstance } from '../../workflows/process/people.ts'

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>

/** The record of a step, with what the net did ahead when that is written with it. */
export function recordRows(plan: Plan, record: StepRecord): StepRows {
  const { effects, revision, at, cause } = record
  const ended = effects.some(({ type }) => type === 'ended')
  addActTrail(plan, cause, ended)
  addLate(plan, record)
  addMessages(plan, record)
  advance(plan, record, ended)
  return {
    ...taskRows(plan, record),
    ...timerRows(effects, revision),
    ...incidentRows(effects, at),
    trace: [{ revision, at, act_id: cause.actId, moves: movesOf(effects) }],
    ended: ended ? [{ ended_at: at }] : [],
    messagesWanted: messagesWanted(plan, record),
  }
}

/**
 * Rows of what was planned. A question or a reminder has no record of the net: then these are all.
 * @param record rows of the record, made before
 */
export function planRows(plan: Plan, at: string, record: StepRows = {}): StepRows {
  const gone = new Set((record.tasksGone as { key: string }[] | undefined)?.map(({ key }) => key))
  plan.openNames = openNames(plan, gone, record)
  const planned = new Set(plan.trail.map(({ stepKey }) => stepKey))
  return {
    ...record,
    ...plan.clocks.take(),
    instance: [plan.instance],
    trail: plan.trail.map((entry) => trailRow(plan, entry)),
    trailAfter: [...plan.trailAfter].flatMap(([key, after]) =>
      planned.has(key) ? [] : [{ step_key: key, ...after }],
    ),
    tasksKept: refreshedTasks(plan, at).filter(({ key }) => !gone.has(key)),
    followUps: plan.followUps,
    ...plan.noun.rows(plan, at),
  }
}

function openNames(plan: Plan, gone: Set<string>, record: StepRows): string[] {
  const opened = (record.tasksOpened ?? []) as { name: string; status: string }[]
  return [
    ...plan.loaded.tasks.filter(({ key }) => !gone.has(key)),
    ...opened.filter(({ status }) => status === 'open'),
  ].map(({ name }) => name)
}

function advance(plan: Plan, record: StepRecord & Standing, ended: boolean): void {
  const { instance } = plan
  instance.revision = record.revision
  instance.standing = record.standing
  instance.waits = record.waits
  if (ended) Object.assign(instance, { status: 'ended', ended_at: record.at })
  // The timer's step is written: what it cut off is closed now, and other acts are free again.
  if (record.cause.actId.startsWith('timer/'))
    Object.assign(instance, { enforced_by: null, enforced_at: null })
}

/** A person's act becomes a row of the timeline, once. */
function addActTrail(plan: Plan, { actId }: Cause, ended: boolean): void {
  const { act } = plan
  if (!act || act.id !== actId) return
  const element = act.task.split('#')[0] ?? act.task
  // Before what it brought: the timeline tells the cause first.
  plan.trail.unshift({
    stepKey: act.id,
    stage: act.task_name || plan.net.elements[element]?.name || '办理',
    act: act.act,
    actName: act.act_name || act.act,
    startedAt: act.opened_at,
    at: act.received_at,
    handlerId: act.actor_id,
    handlerName: act.actor_name,
    opinion: typeof act.payload.reason === 'string' ? act.payload.reason : null,
    nodeCode: element,
    nodeKind: element === 'start' ? 'first' : ended ? 'last' : 'middle',
  })
  if (ended) plan.trailAfter.set(actId, { ...plan.trailAfter.get(actId), node_kind: 'last' })
}

/** Another system answered when nobody waited any more: on record, without effect. */
function addLate(plan: Plan, { late = [], cause, revision }: StepRecord): void {
  for (const { key, element } of late) {
    plan.noteSystemAct(
      { key: `late/${key}/${revision}`, element, cause },
      {
        stage: plan.net.elements[element]?.name ?? element,
        ...lateAnswer,
      },
    )
  }
}

/** What the step sends to other instances; the drain delivers it. */
function addMessages(plan: Plan, { effects, at }: StepRecord): void {
  for (const effect of effects) {
    if (effect.type !== 'message') continue
    const { key, name, to, vars } = effect
    const what = { to, name, vars: { ...vars, sender: plan.instance.id } }
    plan.follow({ lane: 'message', kind: 'message-to', step_key: key, ref: name, what, at })
  }
}

/** Messages that came too early are tried at once when the instance waits for them. */
function messagesWanted({ net, deps }: Plan, { waits }: StepRecord): object[] {
  return waits.flatMap(({ name, element }) => {
    const waiting = net.elements[element]
    return waiting && awaitsInstance(waiting) ? [{ name, now: deps.now }] : []
  })
}

function movesOf(effects: Effect[]): string[][] {
  return effects
    .filter((effect): effect is Of<'trace'> => effect.type === 'trace')
    .map(({ element, what, flow }) => (flow === undefined ? [element, what] : [element, what, flow]))
}

function taskRows(plan: Plan, record: StepRecord): StepRows {
  const gone = new Map(
    record.effects
      .filter((effect): effect is Of<'task-gone'> => effect.type === 'task-gone')
      .map(({ key, why }) => [key, { status: why, closed_at: record.at, revision: record.revision }]),
  )
  const opened = openedTasks(plan, record)
  const keys = new Set(opened.map(({ key }) => key))
  return {
    // Opened and closed within one step: it is on record, and on no list.
    tasksOpened: opened.map((task) => ({ ...task, ...gone.get(task.key) })),
    tasksGone: [...gone].flatMap(([key, end]) => (keys.has(key) ? [] : [{ key, ...end }])),
  }
}

function timerRows(effects: Effect[], revision: number): StepRows {
  const armed = effects.filter((effect): effect is Of<'timer'> => effect.type === 'timer')
  const gone = new Map(
    effects
      .filter((effect): effect is Of<'timer-gone'> => effect.type === 'timer-gone')
      .map(({ key, why }) => [key, { status: why, revision }]),
  )
  const rows = armed.map((effect) => ({
    ...{ key: effect.key, element: effect.element, revision, status: 'armed' },
    clock: 'clock' in effect ? clockKey({ kind: effect.clock, ref: effect.ref }) : null,
    mode: 'clock' in effect ? effect.mode : null,
    due_at: 'dueAt' in effect ? effect.dueAt : null,
    ...gone.get(effect.key),
  }))
  const keys = new Set(armed.map(({ key }) => key))
  return {
    timersArmed: rows,
    timersGone: [...gone].flatMap(([key, end]) => (keys.has(key) ? [] : [{ key, ...end }])),
  }
}

/** The last word of a key counts: one that stopped and was retried within the step is over. */
function incidentRows(effects: Effect[], at: string): StepRows {
  const open = new Map<string, object>()
  const gone = new Map<string, object>()
  for (const effect of effects) {
    if (effect.type === 'incident') {
      const { key, element, code, message } = effect
      gone.delete(key)
      open.set(key, { key, element, code, message: message.slice(0, 2000), at })
    } else if (['service-gone', 'incident-gone', 'timer-gone'].includes(effect.type)) {
      const { key } = effect as Of<'incident-gone'>
      open.delete(key)
      gone.set(key, { key, resolved_at: at })
    }
  }
  return { incidents: [...open.values()], incidentsGone: [...gone.values()] }
}

function trailRow(plan: Plan, entry: TrailEntry) {
  const after = plan.trailAfter.get(entry.stepKey)
  return {
    ...{ step_key: entry.stepKey, stage: entry.stage, act: entry.act, act_name: entry.actName },
    ...{ started_at: entry.startedAt ?? null, ended_at: entry.at, opinion: entry.opinion ?? null },
    ...{ handler_id: entry.handlerId, handler_name: entry.handlerName, node_code: entry.nodeCode },
    node_kind: after?.node_kind ?? entry.nodeKind ?? 'middle',
    status_after: after?.status_after ?? null,
    facts: entry.facts ?? {},
    ...plan.noun.themeOf?.(plan.facts),
  }
}
