/** One instance as staff see it: where it stands, its clocks, what is open, and what this person can do, or why not. */
import type { z } from 'zod'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { isOneOfMany, shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import type { ProblemError } from '../../errors.ts'
import { nounOfInstance } from '../../nouns.ts'
import { canSeeInstance } from '../../records/identity/scope.ts'
import { listOpinions } from '../../records/process/act.ts'
import { kindName } from '../../records/process/kind.ts'
import { findInstance } from '../../records/process/instance.ts'
import type { InstanceRow } from '../../records/process/instance.ts'
import { markSeen } from '../../records/process/note.ts'
import type { OpenTask } from '../../records/process/task.ts'
import { viewClock } from './clock-view.ts'
import type { ClockReading } from './clock-view.ts'
import type { instanceView } from './instance-schema.ts'
import { possibleActs, whyNot } from './may.ts'
import { loadScene, ruleScene } from './scene.ts'
import type { Scene } from './scene.ts'
import { senderOfActor } from './sender.ts'

type View = z.infer<typeof instanceView>

/** @throws 404 for one outside the reader's scope, as for one that is not there */
export async function getSeen(db: Db, actor: Actor, id: string): Promise<InstanceRow> {
  const { noun } = nounOfInstance(id)
  const row = await findInstance(db, id)
  if (!row || !(await canSeeInstance(db, actor, id))) throw notFound(noun.words.name)
  return row
}

export async function viewInstance(deps: AppDeps, actor: Actor, id: string): Promise<View> {
  const scene = await loadScene(deps.db, { instance: id, actor }, deps.now())
  const { revision, kind } = scene.instance
  await markSeen(deps.db, { userId: String(actor.id), instance: id, revision, at: scene.at })
  const acts = await offeredActs(scene, actor)
  const reading = readingOf(scene)
  return {
    ...headOf(scene),
    kindName: (await kindName(deps.db, scene.noun.words, kind)) ?? kind,
    clocks: scene.clocks.map((clock) => viewClock(clock, reading)),
    tasks: scene.tasks.map((task) => viewTask(task, actor, acts)),
    acts,
    panels: await panelsOf(scene),
    saving: scene.pending.length > 0,
    incidents: scene.incidents,
  }
}

/** How clocks of this instance are read and told. */
export function readingOf({ noun, context, calendar, at }: Scene): ClockReading {
  return { calendar, at, eventOf: (clock) => noun.clockEvent?.(context, clock) }
}

function headOf({ noun, instance, record, at }: Scene) {
  const { title, whoMasked, status, statusName } = noun.heading(record)
  const { id, number, kind, startedAt, endedAt, revision } = instance
  return {
    ...{ id, number, kind, title, whoMasked, status, statusName, startedAt, endedAt, revision },
    noun: noun.words.key,
    nounName: noun.words.name,
    tone: noun.words.statuses[status]?.tone ?? 'neutral',
    open: instance.status === 'open',
    timeNow: at,
  }
}

/** What answers 409 greys the button, with the reason. */
async function offeredActs(scene: Scene, actor: Actor): Promise<View['acts']> {
  const sender = senderOfActor(actor)
  const asked = ruleScene(scene, sender)
  const offered: View['acts'] = []
  for (const act of possibleActs(scene, sender)) {
    const { id, name, task, message, form = null, reason, final, hint = '' } = act
    const refused = await whyNot(scene, sender, act)
    offered.push({
      ...{ id, name, task, message, form },
      ...(reason && { reason }),
      ...(final && { final }),
      hint: scene.noun.hint?.(act, asked) ?? hint,
      primary: false,
      ...(refused && { disabledReason: sentence(refused) }),
    })
  }
  const primary = primaryOf(offered, scene.noun.proposed?.(asked))
  if (primary) primary.primary = true
  return offered
}

/** What was proposed, where it may be done; else the first outcome that may be done. Messages stand beside the work. */
function primaryOf(offered: View['acts'], proposed?: string): View['acts'][number] | undefined {
  const allowed = offered.filter(({ message, disabledReason }) => !message && !disabledReason)
  return allowed.find(({ id }) => id === proposed) ?? allowed[0]
}

function sentence({ title, detail }: ProblemError): string {
  return detail ? `${title}：${detail}` : title
}

function viewTask(task: OpenTask, actor: Actor, acts: View['acts']): View['tasks'][number] {
  const { key, element, name, item, claimedBy, claimedName, openedAt } = task
  const mine = claimedBy === null || claimedBy === String(actor.id)
  return {
    ...{ key, name, item, claimedBy, claimedName, openedAt },
    element: shortId(element),
    openForMe: mine && acts.some((act) => act.task === key),
  }
}

/** Steps that several people do, each for themselves: their opinions side by side. */
async function panelsOf({ db, net, instance, tasks }: Scene): Promise<View['panels']> {
  const elements = Object.values(net.elements).filter((element) => element.user && isOneOfMany(net, element))
  if (elements.length === 0) return []
  const ids = elements.map(({ id }) => id)
  const opinions = await listOpinions(db, instance.id, ids)
  return elements.flatMap(({ id, name }) => {
    const own = opinions.filter(({ element }) => element === id)
    const open = tasks.filter(({ element }) => element === id).length
    return own.length + open === 0
      ? []
      : [{ element: shortId(id), name: name ?? shortId(id), opinions: own, open }]
  })
}
