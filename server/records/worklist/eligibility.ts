/** Who may take a task: the role drawn in the process, and whoever may do one of its acts (a head for their clerks). */
import { caseActs } from '../../../workflows/case/domain.ts'
import type { ActSpec } from '../../../workflows/case/domain.ts'
import { groupKey } from '../../../workflows/identity/domain.ts'
import type { Actor, Role, Side } from '../../../workflows/identity/domain.ts'

export interface TaskPlace {
  element: string
  role: string
  side: Side
  centre: string
  bureau: string
}

const acts: ActSpec[] = Object.values(caseActs)

/** Roles that may take this task, on the task's own side. */
export function rolesOf(task: Pick<TaskPlace, 'element' | 'role' | 'side'>): string[] {
  // A task of an inlined call activity carries the call's id in front.
  const element = task.element.split('/').at(-1)
  const own = acts.filter((act) => act.task === element && act.side === task.side)
  return [...new Set([task.role, ...own.flatMap((act) => act.roles)])]
}

/** Tasks (element ids) of which the actor may do at least one act, besides those drawn for their roles. */
export function elementsOf(actor: Pick<Actor, 'roles' | 'side'>): string[] {
  const mine = acts.filter(
    (act) => act.side === actor.side && act.roles.some((role) => actor.roles.includes(role)),
  )
  return [...new Set(mine.flatMap((act) => act.task ?? []))]
}

export function isEligible(actor: Actor, task: TaskPlace): boolean {
  return isOfPlace(actor, task) && rolesOf(task).some((role) => actor.roles.includes(role as Role))
}

/** A head answers for the tasks of their place: may release them and hand them over. */
export function isHeadOf(actor: Actor, task: TaskPlace): boolean {
  return isOfPlace(actor, task) && actor.roles.includes('head')
}

export function placeOf(task: TaskPlace): string {
  return task.side === 'centre' ? task.centre : task.bureau
}

function isOfPlace(actor: Actor, task: TaskPlace): boolean {
  return actor.side === task.side && (actor.centreCode ?? actor.bureauCode) === placeOf(task)
}

/** Worklists on which a task stands. */
export function groupsOfTask(task: TaskPlace): string[] {
  return rolesOf(task).map((role) => groupKey(task.side, placeOf(task), role))
}
