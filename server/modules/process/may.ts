/**
 * May I, and if not, why: the one answer for the acts a page offers and for the act itself. What answers 409 here is
 * what greys the button, with its sentence.
 */
import { clockName } from '../../../workflows/nouns.ts'
import {
  actOfMessage,
  actsOfTask,
  clockRefOf,
  endsInstance,
  messageOf,
  messageTask,
} from '../../../workflows/process/people.ts'
import type { DrawnAct } from '../../../workflows/process/people.ts'
import { conflict, invalid, ProblemError } from '../../errors.ts'
import type { ActInput, ActRules } from '../../noun.ts'
import { findLastDone } from '../../records/process/act.ts'
import type { OpenTask, Voices } from '../../records/process/task.ts'
import { isEligiblePlace } from './sender.ts'
import type { ActSender } from './sender.ts'
import { claimed, refusal } from './refusals.ts'
import { ruleScene } from './scene.ts'
import type { Scene } from './scene.ts'

/** An act that is possible now for this sender, by role, side, place and candidate. */
export interface PossibleAct extends DrawnAct {
  /** Task key, or `message:<name>`. */
  task: string
  /** Of an outcome: its task. */
  open?: OpenTask & Voices
}

/** In the order of the drawing's open tasks, then the messages. */
export function possibleActs(scene: Scene, sender: ActSender): PossibleAct[] {
  const { net, instance, tasks } = scene
  const outcomes = tasks.flatMap((open) => {
    const element = net.elements[open.element]
    return element ? actsOfTask(element).map((act) => ({ ...act, task: open.key, open })) : []
  })
  const messages = instance.waits.flatMap(({ name, element }) => {
    const waiting = net.elements[element]
    const act = waiting && actOfMessage(waiting)
    return act ? [{ ...act, task: messageTask(name) }] : []
  })
  return [...outcomes, ...messages].filter((act) => isEligiblePlace(sender, act, scene))
}

/**
 * Why this act is refused now; undefined: it may be done. With `input` its content is judged too.
 * The order is that of what a person would want to know first: it is over, somebody has it, it is too late, the rule.
 */
export async function whyNot(
  scene: Scene,
  sender: ActSender,
  act: PossibleAct,
  input?: ActInput,
): Promise<ProblemError | undefined> {
  try {
    await refuseIfOver(scene)
    refuseIfHeld(sender, act)
    if (act.open) refuseSecondVoice(sender, act.open)
    refuseAfterTerm(scene, act.open ? [act.open] : scene.tasks)
    const rules = rulesOf(scene, act)
    const asked = ruleScene(scene, sender)
    for (const { before } of rules) for (const rule of before ?? []) await rule(asked)
    if (!input) return undefined
    if (act.reason === 'required' && !input.reason)
      throw invalid([{ path: 'body.reason', message: '请填写理由' }])
    for (const { given } of rules) for (const rule of given ?? []) await rule(asked, input)
    return undefined
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
}

function rulesOf({ noun }: Scene, act: DrawnAct): ActRules[] {
  const form = act.form === undefined ? undefined : noun.forms[act.form]
  return [noun.rules[act.id], form].filter((one) => one !== undefined)
}

/** Ended, or being ended: an act that ends everything closes the door as soon as it is kept. */
async function refuseIfOver({ db, noun, instance, pending, net }: Scene): Promise<void> {
  const { name } = noun.words
  if (instance.status !== 'open') throw refusal(name, 'case-ended', await findLastDone(db, instance.id))
  const ending = pending.find(({ task }) => {
    const message = messageOf(task)
    return Object.values(net.elements).some(
      ({ id, event }) => event?.name !== undefined && event.name === message && endsInstance(net, id),
    )
  })
  if (ending) throw refusal(name, 'case-ended', ending)
}

function refuseIfHeld(sender: ActSender, { open }: PossibleAct): void {
  // The applicant's own right waits for nobody's claim.
  if (!open?.claimedBy || open.claimedBy === sender.id || sender.side === 'applicant') return
  throw claimed(open.claimedName)
}

/** A panel of three is three people: whoever has spoken in it takes no other of its tasks. */
export function refuseSecondVoice(
  { id }: { id: string },
  { spoken, held = [] }: Voices & { held?: string[] },
): void {
  if (spoken.includes(id)) throw conflict('opinion-given', '您已在本轮发表意见，其余意见须由他人发表')
  if (held.includes(id)) throw conflict('opinion-held', '您已领取本轮的另一项任务，一人只办理一项')
}

/**
 * Once an enforcing term is over the act comes too late, even where the timer has not run yet: the date decides. An act
 * on a task asks the task's term; a message, the terms of the steps that are open.
 */
export function refuseAfterTerm(
  { clocks, instance, at }: Pick<Scene, 'clocks' | 'at'> & { instance: { enforcedBy: string | null } },
  tasks: readonly Pick<OpenTask, 'clock' | 'item'>[],
): void {
  const enforced = clocks.find(
    (clock) =>
      clock.mode === 'enforce' &&
      clock.state === 'running' &&
      !clock.provisional &&
      clock.dueAt !== null &&
      at >= clock.dueAt &&
      tasks.some(
        ({ clock: kind, item }) => kind === clock.kind && ['', clockRefOf(item)].includes(clock.ref),
      ),
  )
  if (!enforced && instance.enforcedBy === null) return
  throw conflict('term-over', `${enforced ? clockName(enforced) : '时限'}已届满，不能再办理`, {
    ...(enforced && { extra: { dueDay: enforced.dueDay } }),
  })
}
