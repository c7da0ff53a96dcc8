/** A whole service centre for tests: database with catalogue and staff, server, worker, SMS gateway, real engine. */
import { randomInt, randomUUID } from 'node:crypto'
import { drainLane } from '../../activities/follow-up/drain.ts'
import { lanes } from '../../server/records/follow-up/follow-up.ts'
import { createDrain, runOutbox } from '../../worker/outbox.ts'
import { closeStepDoors, createActivities, createWorker, openStepDoors } from '../../worker/worker.ts'
import type { Worker } from '@temporalio/worker'
import type { AnyNoun } from '../../activities/process/noun.ts'
import { messages } from '../../scripts/seed/scenarios.ts'
import { seedCatalogue, seedDefinitions } from '../../scripts/seed.ts'
import { seedCalendars } from '../../server/modules/clock/seed.ts'
import { relayActs } from '../../server/modules/process/relay.ts'
import { createSimulators } from '../simulators/simulators.ts'
import { dayOf } from '../../workflows/clock/day.ts'
import type { Intake } from '../../workflows/intake/domain.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import { startApp, testConfig } from './app.ts'
import type { TestApp } from './app.ts'
import type { Answer, HttpClient } from './http.ts'
import { createDatabase, dropDatabase, poll } from './stack.ts'
import { skipTime } from './time.ts'
import { execFileSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

type Staff = HttpClient & { actor: Actor }

export interface Office {
  app: TestApp
  worker: Worker
  sms: { url: string }
  /** Staff of 海淀区政务服务中心 and of the entrusting district bureau. */
  clerk: Staff
  secondClerk: Staff
  centreHead: Staff
  reviewer: Staff
  bureauHead: Staff
  take(intake: Intake): Promise<{ caseNo: string; querySecret: string }>
  act(
    who: HttpClient,
    caseNo: string,
    act: string,
    more?: { reason?: string; data?: object; key?: string },
  ): Promise<Answer>
  caseOf(caseNo: string): Promise<Record<string, any>>
  /** Waits until the case has this status. */
  becomes(caseNo: string, status: string, withinMs?: number): Promise<void>
  skip(caseNo: string, ms: number): Promise<void>
  /** Moves the case's time to an instant. */
  skipTo(caseNo: string, instant: string): Promise<void>
  /** The case's newest clock of a kind, as stored. */
  clockOf(
    caseNo: string,
    kind: string,
  ): Promise<{ n: number; due_day: string; due_at: string; state: string }>
  /** Open tasks, by element. */
  tasksOf(caseNo: string): Promise<string[]>
  /** Text of a paper of the case, read out of its PDF by pdftotext. */
  paperText(caseNo: string, kind: string): Promise<string>
  /** What the SMS gateway delivered for a case. */
  texts(caseNo: string): Promise<{ text: string; requestId: string }[]>
  /** One round of the act relay. */
  relay(): Promise<number>
  stopWorker(): Promise<void>
  startWorker(): Promise<void>
  /** What follows steps is done in this process; stopped, it waits in the outbox. */
  startDrain(): void
  stopDrain(): Promise<void>
  /** Works off what follows the steps so far. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface OfficePlace {
  centre: string
  bureau: string
  district: string
}

type Activities = ReturnType<typeof createActivities>

/**
 * @param around changes the worker's activities, e.g. to let them fail
 * @param given settings that differ, e.g. the folder of the built web, or `paper: 'plain'` where no paper is read:
 *   empty sheets at once, and no printing process
 */
export async function startOffice(
  around: (real: Activities) => Activities = (real) => real,
  given: { webDist?: string; paper?: 'plain'; nouns?: Record<string, AnyNoun> } = {},
): Promise<Office> {
  const name = `office_${randomUUID().slice(0, 8)}`
  const databaseUrl = await createDatabase(name)
  const filesDir = await mkdtemp(path.join(tmpdir(), 'banjian-office-'))
  const simulators = await createSimulators()
  const config = {
    ...testConfig(databaseUrl, filesDir),
    taskQueue: name,
    smsUrl: simulators.url,
    clockSpreadSeconds: 0,
    ...(given.webDist !== undefined && { webDist: given.webDist }),
  }
  const app = await startApp({ config })
  const { db } = app.deps
  const at = new Date().toISOString()
  await db.transaction(async (trx) => {
    await seedCatalogue(trx, at)
    await seedCalendars(trx, at)
    await seedDefinitions(trx, at)
  })
  const place = await placeOf(app)
  // Databases of tests share a namespace, where a case number is an instance's id.
  await db('case_number_sequence').insert({
    centre: place.centre,
    day: dayOf(at),
    last: randomInt(1, 90_000),
  })
  let worker: Worker
  let running: Promise<void> | undefined
  let stopRunningDrain: (() => Promise<void>) | undefined
  const doors = openStepDoors(databaseUrl)
  const startWorker = async () => {
    const deps = { db, ...doors, config, ...(given.nouns && { nouns: given.nouns }) }
    worker = await createWorker(deps, around(createActivities(deps)))
    running = worker.run()
  }
  const drainDeps = { db, files: app.deps.files, temporal: app.deps.temporal, config, log: app.deps.log }
  const startDrain = () => void (stopRunningDrain ??= runOutbox(drainDeps))
  const stopDrain = async () => {
    await stopRunningDrain?.()
    stopRunningDrain = undefined
  }
  const stopWorker = async () => {
    if (!running) return
    worker.shutdown()
    await running
    running = undefined
  }
  await startWorker()
  startDrain()
  const atCentre = { districtCode: place.district, centreCode: place.centre }
  const atBureau = { districtCode: place.district, bureauCode: place.bureau }
  const staff = {
    clerk: await app.signIn({ roles: ['clerk'], name: '李思远', ...atCentre }),
    secondClerk: await app.signIn({ roles: ['clerk'], name: '王晓燕', ...atCentre }),
    centreHead: await app.signIn({ roles: ['head'], name: '陈国栋', ...atCentre }),
    reviewer: await app.signIn({ roles: ['reviewer'], name: '赵敏', ...atBureau }),
    bureauHead: await app.signIn({ roles: ['head'], name: '周正', ...atBureau }),
  }
  const caseOf = async (caseNo: string) => db('case_record').where({ case_no: caseNo }).first()
  const office: Office = {
    app,
    get worker() {
      return worker
    },
    sms: { url: simulators.url },
    ...staff,
    async take(intake) {
      const answer = await staff.clerk.post('/api/cases', intake, {
        headers: { 'idempotency-key': randomUUID() },
      })
      if (![201, 202].includes(answer.status))
        throw new Error(`intake: ${answer.status} ${JSON.stringify(answer.body)}`)
      const opened = async () =>
        db('task')
          .where({ instance: `case:${answer.body.caseNo}` })
          .first('key')
      if (!(await poll(async () => (await opened()) !== undefined, 30_000, 50)))
        throw new Error('no task was opened')
      return answer.body
    },
    async act(who, caseNo, act, { reason, data, key = randomUUID() } = {}) {
      const what = messages.includes(act) ? { message: act } : { outcome: act }
      const body = { ...what, ...(reason && { reason }), ...(data && { data }) }
      const send = () =>
        who.post(`/api/instances/case:${caseNo}/acts`, body, { headers: { 'idempotency-key': key } })
      let answer = await send()
      // 202: kept and on its way. The same key asks for the answer again, as the page does.
      await poll(async () => answer.status !== 202 || ((answer = await send()), false), 30_000, 200)
      return answer
    },
    caseOf,
    async becomes(caseNo, status, withinMs = 20_000) {
      const reached = await poll(async () => (await caseOf(caseNo)).status === status, withinMs, 50)
      if (!reached) throw new Error(`${caseNo} is ${(await caseOf(caseNo)).status}, not ${status}`)
    },
    skip: (caseNo, ms) => skipTime(app.deps, `case:${caseNo}`, ms, { wait: running !== undefined }),
    async skipTo(caseNo, instant) {
      const { time_offset: offset } = await db('process_instance')
        .where({ id: `case:${caseNo}` })
        .first('time_offset')
      await office.skip(caseNo, Date.parse(instant) - Date.now() - Number(offset))
    },
    clockOf: (caseNo, kind) =>
      db('clock')
        .where({ instance: `case:${caseNo}`, kind })
        .orderBy('n', 'desc')
        .first(),
    tasksOf: (caseNo) =>
      db('task')
        .where({ instance: `case:${caseNo}`, status: 'open' })
        .orderBy('key')
        .pluck('element'),
    async paperText(caseNo, kind) {
      const printed = async () =>
        db('paper')
          .where({ instance: `case:${caseNo}`, kind })
          .whereNotNull('file_sha256')
          .orderBy('at', 'desc')
          .first()
      if (!(await poll(async () => (await printed()) !== undefined, 60_000, 100)))
        throw new Error(`no ${kind} was printed`)
      const file = path.join(filesDir, `${randomUUID()}.pdf`)
      await writeFile(file, await app.deps.files.get((await printed()).file_sha256))
      return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
    },
    async texts(caseNo) {
      const answer = await fetch(`${simulators.url}/sms?caseNo=${caseNo}`)
      const body = (await answer.json()) as any
      return body.messages ?? body
    },
    relay: () =>
      relayActs({ db, engine: app.deps.engine, now: () => new Date(Date.now() + 60_000), log: app.deps.log }),
    stopWorker,
    startWorker,
    startDrain,
    stopDrain,
    async settled() {
      const drain = createDrain(drainDeps)
      const rest = async () =>
        (await Promise.all(lanes.map((lane) => drainLane(drain, lane)))).every((taken) => taken === 0) &&
        (await db('follow_up').whereNull('done_at').andWhere({ stopped: false }).first('id')) === undefined
      if (!(await poll(rest, 60_000, 50))) throw new Error('the outbox does not come to rest')
    },
    async close() {
      await stopDrain()
      await stopWorker()
      await closeStepDoors(doors)
      await app.close()
      await simulators.close()
      await dropDatabase(name)
    },
  }
  return office
}

/** The district centre and the bureau that entrusts it with 劳务派遣. */
async function placeOf(app: TestApp): Promise<OfficePlace> {
  const row = await app.deps
    .db('entrustment as e')
    .join('entrustment_item as i', 'i.entrustment_id', 'e.id')
    .join('centre as c', 'c.code', 'e.centre')
    .where('i.item_code', 'LWPQ-01')
    .andWhere('c.district', '110108')
    .andWhere('e.valid_to', '>', new Date().toISOString().slice(0, 10))
    .first('e.centre', 'e.bureau', 'c.district')
  return row
}
