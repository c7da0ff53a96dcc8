/**
 * Cases of the last days, so that the demo shows lights of every colour: taken and acted on by the product's own
 * services with the time of then. Receipts stay within the acceptance term: a term that is over when the engine hears
 * of its case ends it before anybody could act.
 */
import { closeDeps, createDeps } from '../../server/deps.ts'
import type { AppDeps } from '../../server/deps.ts'
import { scope } from '../../server/routes.ts'
import type { Config } from '../../server/config.ts'
import { submitAct } from '../../server/modules/process/acts.ts'
import type { ActRequest, ActResult } from '../../server/modules/process/acts.ts'
import { senderOfActor } from '../../server/modules/process/sender.ts'
import { loadCalendar } from '../../server/records/clock/clock.ts'
import { findUserByName, toActor } from '../../server/records/identity/identity.ts'
import { takeCase } from '../../server/modules/intake/service.ts'
import { caseInstance } from '../../workflows/case/domain.ts'
import { isWorkingDay } from '../../workflows/clock/calendar.ts'
import { addDays, dayOf, instantAt } from '../../workflows/clock/day.ts'
import type { Calendar, Day } from '../../workflows/clock/domain.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import type { Intake } from '../../workflows/intake/domain.ts'

/** 09:30 in Beijing; acts of one day follow by quarters of an hour. */
const opening = 9 * 60 + 30
const mostTries = 60

export interface PastDoor {
  take(username: string, key: string, intake: Intake, workingDaysAgo: number): Promise<string>
  act(username: string, key: string, caseNo: string, request: ActRequest, when: PastMoment): Promise<void>
  close(): Promise<void>
}

export interface PastMoment {
  workingDaysAgo: number
  /** Place among the acts of the case. */
  n: number
}

export async function openPast(config: Config): Promise<PastDoor> {
  let at = new Date()
  const deps = createDeps(config, scope, { now: () => at })
  const calendar = await loadCalendar(deps.db)
  const today = dayOf(new Date().toISOString())
  const travel = ({ workingDaysAgo, n }: PastMoment) => {
    at = new Date(instantAt(workingDaysBefore(calendar, today, workingDaysAgo), opening + n * 15))
  }
  return {
    async take(username, key, intake, workingDaysAgo) {
      travel({ workingDaysAgo, n: 0 })
      const submission = { key, intake, actor: await actorOf(deps, username), at: at.toISOString() }
      const taken = await untilSaved(
        () => takeCase(deps, submission, async () => {}),
        ({ saved }) => saved,
      )
      return taken.caseNo
    },
    async act(username, key, caseNo, request, when) {
      travel(when)
      const sender = senderOfActor(await actorOf(deps, username))
      await untilSaved<ActResult>(
        () => submitAct(deps, { instance: caseInstance(caseNo), key, sender, request }),
        (answer) => !('saving' in answer),
      )
    },
    close: () => closeDeps(deps),
  }
}

async function actorOf(deps: AppDeps, username: string): Promise<Actor> {
  const user = await findUserByName(deps.db, username)
  if (!user) throw new Error(`no demo account ${username}`)
  return toActor(user)
}

function workingDaysBefore(calendar: Calendar, today: Day, n: number): Day {
  let day = today
  for (let left = n; left > 0;) {
    day = addDays(day, -1)
    if (isWorkingDay(calendar, day)) left -= 1
  }
  return day
}

async function untilSaved<T>(send: () => Promise<T>, saved: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await send()
    if (saved(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  throw new Error(`past case not saved after ${mostTries} tries`)
}
