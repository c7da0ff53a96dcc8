/** What each lane of the outbox does with a row. Every one may be done again from its start. */
import { deliver } from './message.ts'
import type { MessageDeps } from './message.ts'
import { resolveReferences } from '../process/tell.ts'
import type { AnyNoun } from '../process/plan.ts'
import type { Letter } from '../process/follow.ts'
import { refuse } from '../process/failure.ts'
import type { Notifications } from '../notification/send.ts'
import type { Papers } from '../paper/issue.ts'
import type { Personal } from '../../server/personal.ts'
import { getArm } from '../../server/records/clock/clock.ts'
import { insertFollowUps } from '../../server/records/follow-up/follow-up.ts'
import type { FollowUp, Lane } from '../../server/records/follow-up/follow-up.ts'
import { tellWhoActs } from '../../server/records/notification/inbox.ts'
import { findPaperOfStep } from '../../server/records/paper/paper.ts'
import type { InboxVars } from '../../workflows/notification/inbox.ts'
import type { NotificationTemplate } from '../../workflows/notification/domain.ts'
import type { PaperKind } from '../../workflows/paper/domain.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import type { ClockArm } from '../../workflows/process/domain.ts'

export type LaneWork = (row: FollowUp) => Promise<void>

export interface LaneDeps extends MessageDeps {
  nouns: Record<string, AnyNoun>
  papers: Papers
  notifications: Notifications
  personal: Personal
  /** Throws to be tried again, and answers false when no such instance is running. */
  signalClock(instance: string, clock: ClockArm): Promise<boolean>
}

interface Told {
  paper: PaperKind | null
  message: NotificationTemplate | null
  about: string | null
}

export function createLanes(deps: LaneDeps): Record<Lane, LaneWork> {
  return {
    paper: (row) => print(deps, row),
    sms: (row) => send(deps, row),
    message: (row) => deliver(deps, row),
    clock: (row) => tellClock(deps, row),
    inbox: (row) => tellOfTerm(deps, row),
  }
}

/** Numbers, prints and stores the paper; the message that names it is the next row, so that it waits for nothing else. */
async function print(deps: LaneDeps, row: FollowUp): Promise<void> {
  const { instance, stepKey, at } = row
  const { paper: kind, message, about } = row.what as unknown as Told
  const letter = await open(deps, row)
  if (!kind || !letter.paper) return refuse('paper-incomplete', `nothing to print for ${stepKey}`)
  const issued = await deps.papers.issuePaper({ instance, stepKey, kind, data: letter.paper, at })
  await deps.db.transaction(async (trx) => {
    const noun = deps.nouns[parseInstanceId(instance).noun]
    await noun?.paperIssued(trx, { instance, kind, ref: about, ...issued })
    if (!message || !letter.message) return
    const vars = { ...letter.message.vars, paperNumber: issued.number }
    const sealed = deps.personal.seal(JSON.stringify({ message: { ...letter.message, vars } }))
    // Of a kind of its own: a paper and its message may have one name.
    const told = { lane: 'sms' as const, kind: 'message', instance, step_key: stepKey, ref: message }
    const what = { paper: null, message, about }
    await insertFollowUps(trx, [{ ...told, what, sealed, at, try_at: deps.now().toISOString() }])
  })
}

async function send(deps: LaneDeps, row: FollowUp): Promise<void> {
  const { instance, stepKey, at } = row
  const { message: template } = row.what as unknown as Told
  const { message } = await open(deps, row)
  if (!template || !message) return refuse('notification-incomplete', `nothing to send for ${stepKey}`)
  const { vars, phone } = message
  await deps.notifications.sendNotification({
    instance,
    stepKey,
    template,
    vars,
    at,
    ...(phone && { phone }),
  })
}

/** What a row says, with the numbers of the papers it names. */
async function open({ db, personal }: LaneDeps, row: FollowUp): Promise<Letter> {
  if (row.sealed === null) return refuse('follow-up-unsealed', `nothing is sealed in ${row.id}`)
  const letter = JSON.parse(personal.open(row.sealed)) as Letter
  return resolveReferences(letter, (stepKey, kind) =>
    findPaperOfStep(db, { instance: row.instance, step_key: stepKey, kind }),
  )
}

/** A term's end is near or past: those on whom the instance waits find it in their inbox, once by the row's key. */
async function tellOfTerm({ db }: LaneDeps, { instance, stepKey, what, at }: FollowUp): Promise<void> {
  const { vars, red } = what as { vars: InboxVars<'clock-rung'>; red: boolean }
  await tellWhoActs(db, instance, {
    template: 'clock-rung',
    vars,
    level: red ? 'red' : 'yellow',
    popup: red,
    key: `${instance}/${stepKey}`,
    at,
  })
}

async function tellClock(deps: LaneDeps, row: FollowUp): Promise<void> {
  // The clock as it is now: a later change makes an older signal only repeat it, and the instance keeps the newest.
  const { instance, arm } = await getArm(deps.db, String(row.what['clockId']))
  await deps.signalClock(instance, arm)
}
