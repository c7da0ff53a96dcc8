/** Who sends an act. */
import type { Actor, Role } from '../../../workflows/identity/domain.ts'
import type { DrawnAct } from '../../../workflows/process/people.ts'
import { isEligible, isOfPlace } from '../../records/worklist/eligibility.ts'
import type { OpenTask } from '../../records/process/task.ts'
import type { Scene } from './scene.ts'

export interface ActSender {
  id: string
  name: string
  roles: readonly string[]
  side: string
  /** Staff; without it the applicant, or whoever acts for them. */
  actor?: Actor
}

export function senderOfActor(actor: Actor): ActSender {
  return { id: String(actor.id), name: actor.name, roles: actor.roles, side: actor.side, actor }
}

/** Whoever acts in the applicant's own right: themselves, or the counter that takes what they hand in. */
export function forApplicant(who: { id: string; name: string }): ActSender {
  return { ...who, roles: [], side: 'applicant' }
}

/** Whether the drawing gives this act to this sender, here. */
export function isEligiblePlace(
  sender: ActSender,
  act: DrawnAct & { open?: OpenTask },
  { instance }: Pick<Scene, 'instance'>,
): boolean {
  const { actor } = sender
  if (!actor) return act.applicant
  if (!mayEver(sender, act)) return false
  if (act.open) return isEligible(actor, { ...act.open, roles: act.roles.join(' ') })
  const place = act.side === 'platform' ? instance.district : instance[act.side]
  return isOfPlace(actor, { side: act.side, place })
}

/** By role and side alone: whether it could be theirs in another state. */
export function mayEver({ actor, roles, side }: ActSender, act: DrawnAct): boolean {
  if (!actor) return act.applicant
  return act.side === side && act.roles.some((role) => roles.includes(role as Role))
}
