/** Who may take a task: one of the roles drawn for it, at its place, and its candidate where it has one. */
import { canSeeDistrict, cityOf, groupKey, hasRole } from '../../../workflows/identity/domain.ts'
import type { Actor, Role, Side } from '../../../workflows/identity/domain.ts'

export interface TaskPlace {
  /** Space separated. */
  roles: string
  side: Side
  /** Centre, bureau or, on the platform's side, district. */
  place: string
  candidate: string | null
}

export const rolesOf = ({ roles }: Pick<TaskPlace, 'roles'>): Role[] => roles.split(' ') as Role[]

export function isEligible(actor: Actor, task: TaskPlace): boolean {
  if (task.candidate !== null && task.candidate !== String(actor.id)) return false
  return isOfPlace(actor, task) && hasRole(actor, ...rolesOf(task))
}

/** A head answers for the tasks of their place: may release them and hand them over. */
export function isHeadOf(actor: Actor, task: Pick<TaskPlace, 'side' | 'place'>): boolean {
  return isOfPlace(actor, task) && hasRole(actor, 'head')
}

export function isOfPlace(actor: Actor, { side, place }: Pick<TaskPlace, 'side' | 'place'>): boolean {
  if (actor.side !== side) return false
  if (side === 'platform') return canSeeDistrict(actor, place)
  return (actor.centreCode ?? actor.bureauCode) === place
}

/** Worklists on which a task stands. The city's operators see the tasks of all districts. */
export function groupsOfTask(task: Pick<TaskPlace, 'side' | 'place' | 'roles'>): string[] {
  const places = task.side === 'platform' ? [...new Set([task.place, cityOf(task.place)])] : [task.place]
  return places.flatMap((place) => rolesOf(task).map((role) => groupKey(task.side, place, role)))
}
