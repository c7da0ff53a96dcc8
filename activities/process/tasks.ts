/** The row of a task is the row of the lists: who may do it, where, about what, until when. Pure. */
import type { Plan } from './plan.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { restOf } from '../../server/records/worklist/rest.ts'
import type { Rest } from '../../server/records/worklist/rest.ts'
import type { Instant } from '../../workflows/clock/domain.ts'
import { clockRefOf } from '../../workflows/process/people.ts'
import type { StepRecord } from '../../workflows/process/domain.ts'
import type { Effect, Json } from '../../workflows/process/model.ts'

type TaskEffect = Extract<Effect, { type: 'task' }>

export function openedTasks(plan: Plan, record: StepRecord) {
  const tasks = record.effects.filter((effect): effect is TaskEffect => effect.type === 'task')
  return tasks.map((effect) => taskRow(plan, effect, record))
}

function taskRow(plan: Plan, effect: TaskEffect, { at, revision }: StepRecord) {
  const { instance, noun, net } = plan
  const element = net.elements[effect.element]
  const user = element?.user
  if (!user) throw new TypeError(`no user task ${effect.element}`)
  const { roles } = user
  const clock = user.clock ?? null
  const { district, centre, bureau, title, who_masked } = instance
  return {
    ...{ key: effect.key, element: effect.element, name: element?.name ?? effect.element },
    ...{ roles: roles.join(' '), side: user.side, form: user.form ?? null, clock },
    waits: user.applicant === true,
    ...{ status: 'open', opened_at: at, closed_at: null, revision },
    ...{ noun: instance.noun, number: instance.number, district, centre, bureau, title, who_masked },
    place: effect.place ?? placeOf(plan, user.side),
    candidate: effect.candidate ?? null,
    panel: effect.panel ?? null,
    item: effect.item ?? (null as Json),
    item_code: noun.heading(plan.facts).itemCode,
    ...shownOf(plan, clock, effect.item, at),
  }
}

function placeOf({ instance }: Plan, side: string): string {
  if (side === 'centre') return instance.centre
  return side === 'bureau' ? instance.bureau : instance.district
}

/** Open tasks whose line on a list reads otherwise after the step. */
export function refreshedTasks(plan: Plan, at: Instant): ({ key: string } & Shown)[] {
  return plan.loaded.tasks.flatMap((task) => {
    const shown = shownOf(plan, task.clock, task.item, at)
    return sameShown(task, shown) ? [] : [{ key: task.key, ...shown }]
  })
}

interface Shown extends ShownLight {
  status_name: string
}

/** When the light of a clock changes. */
interface ShownLight extends Rest {
  due_at: string | null
  yellow_at: string | null
  red_at: string | null
}

const sameShown = (a: Shown, b: Shown): boolean =>
  a.status_name === b.status_name &&
  a.due_at === b.due_at &&
  a.yellow_at === b.yellow_at &&
  a.red_at === b.red_at &&
  a.pause_from === b.pause_from &&
  a.pause_until === b.pause_until

/** The governing clock while it runs or is paused, else the one that ends first; only paused ones: one of them. */
function shownOf(plan: Plan, governing: string | null, item: Json | undefined, at: Instant): Shown {
  const own = governing === null ? undefined : governingClock(plan, governing, item)
  return { status_name: plan.noun.heading(plan.facts).statusName, ...lightOf(own ?? shownClock(plan), at) }
}

/** Of the open clocks the one that ends first; a paused one, which has no end, where none runs. */
export function shownClock(plan: Pick<Plan, 'clocks'>): StoredClock | undefined {
  return nextClock(plan) ?? plan.clocks.all().find(({ state }) => state !== 'stopped')
}

export function lightOf(clock: StoredClock | undefined, at: Instant): ShownLight {
  const rungs = clock?.rungAt.filter(({ remaining }) => remaining >= 1) ?? []
  const first = (level: string) => rungs.find((rung) => rung.level === level)?.at ?? null
  return {
    due_at: clock?.dueAt ?? null,
    yellow_at: first('yellow'),
    red_at: first('red') ?? clock?.dueAt ?? null,
    ...restOf(clock?.facts ?? { pauses: [] }, at),
  }
}

/** Each of several may have a clock of its own, kept under its entry of the list. */
function governingClock({ clocks }: Plan, kind: string, item: Json | undefined): StoredClock | undefined {
  return clocks.open(kind, clockRefOf(item)) ?? clocks.open(kind)
}

/** Of the running clocks the one that ends first. */
export function nextClock({ clocks }: Pick<Plan, 'clocks'>): StoredClock | undefined {
  const running = clocks.all().filter(({ state, dueAt }) => state === 'running' && dueAt !== null)
  const rank = ({ dueAt, kind, n }: StoredClock) => `${dueAt} ${kind} ${String(n).padStart(6, '0')}`
  return running.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]
}
