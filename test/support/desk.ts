/** A service centre for tests, whatever engine it runs on: places, staff, and what people do at its counter. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Print } from '../../activities/paper/issue.ts'
import { renderPaper } from '../../activities/paper/render.ts'
import { seedCatalogue, seedDefinitions } from '../../scripts/seed.ts'
import { messages } from '../../scripts/seed/scenarios.ts'
import { seedCalendars } from '../../server/modules/clock/seed.ts'
import { relayActs } from '../../server/modules/process/relay.ts'
import { dayOf } from '../../workflows/clock/day.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import type { Intake } from '../../workflows/intake/domain.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import type { TestApp } from './app.ts'
import { publishTestCalendars } from './calendar.ts'
import type { Answer, HttpClient } from './http.ts'
import { poll } from './stack.ts'

type Staff = HttpClient & { actor: Actor }

export interface Office extends Omit<OfficeEngine, 'skip'> {
  app: TestApp
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
  /** The office's own day, as its clock says. */
  today(): string
  skip(caseNo: string, ms: number): Promise<void>
  /** The same for an instance of any noun. */
  skipInstance(instance: string, ms: number): Promise<void>
  /** Moves the case's time to an instant. */
  skipTo(caseNo: string, instant: string): Promise<void>
  /** The case's newest clock of a kind, as stored. */
  clockOf(
    caseNo: string,
    kind: string,
  ): Promise<{
    n: number
    start_day: string
    due_day: string
    due_at: string
    state: string
    provisional: boolean
  }>
  /** Open tasks, by element. */
  tasksOf(caseNo: string): Promise<string[]>
  /** Text of a paper of the case, read out of its PDF by pdftotext. */
  paperText(caseNo: string, kind: string): Promise<string>
  /** What the SMS gateway delivered for a case. */
  texts(caseNo: string): Promise<{ text: string; requestId: string }[]>
  /** One round of the act relay. */
  relay(): Promise<number>
}

/** What an engine brings to an office. */
export interface OfficeEngine {
  /** Moves one instance's time on; its `time_offset` is the engine's to write. */
  skip(instance: string, ms: number): Promise<void>
  stopWorker(): Promise<void>
  startWorker(): Promise<void>
  startDrain(): Promise<void>
  stopDrain(): Promise<void>
  /** Papers and messages go on behind the last act: done when nothing of the outbox is left. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Catalogue, calendars and definitions, and the years nobody has announced yet. */
export async function furnish({ deps }: Pick<TestApp, 'deps'>, { calendars = true } = {}): Promise<void> {
  const at = deps.now().toISOString()
  await deps.db.transaction(async (trx) => {
    await seedCatalogue(trx, at)
    await seedCalendars(trx, at)
    if (calendars) await publishTestCalendars(trx, at)
    await seedDefinitions(trx, at)
  })
}

/** The staff of a furnished office and their ways; `smsUrl` is the gateway it writes to. */
export async function openDesk(app: TestApp, smsUrl: string, engine: OfficeEngine): Promise<Office> {
  const { db } = app.deps
  const staff = await signInStaff(app)
  const scratch = await mkdtemp(path.join(tmpdir(), 'banjian-office-'))
  const office: Office = {
    app,
    ...staff,
    take: (intake) => take(app, staff.clerk, intake),
    act,
    caseOf: (caseNo) => db('case_record').where({ case_no: caseNo }).first(),
    async becomes(caseNo, status, withinMs = 20_000) {
      const now = async () => (await office.caseOf(caseNo)).status
      if (!(await poll(async () => (await now()) === status, withinMs, 50)))
        throw new Error(`${caseNo} is ${await now()}, not ${status}`)
    },
    today: () => dayOf(app.deps.now().toISOString()),
    skip: (caseNo, ms) => engine.skip(`case:${caseNo}`, ms),
    skipInstance: (instance, ms) => engine.skip(instance, ms),
    async skipTo(caseNo, instant) {
      const row = await db('process_instance')
        .where({ id: `case:${caseNo}` })
        .first('time_offset')
      await office.skip(caseNo, Date.parse(instant) - app.deps.now().getTime() - Number(row.time_offset))
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
    paperText: (caseNo, kind) => paperText(app, scratch, caseNo, kind),
    async texts(caseNo) {
      const answer = await fetch(`${smsUrl}/sms?caseNo=${caseNo}`)
      const body = (await answer.json()) as any
      return body.messages ?? body
    },
    relay: () =>
      // By the machine's time: how old an act is goes by when it was recorded.
      relayActs({ ...app.deps, now: () => new Date(Date.now() + 60_000) }),
    stopWorker: () => engine.stopWorker(),
    startWorker: () => engine.startWorker(),
    startDrain: () => engine.startDrain(),
    stopDrain: () => engine.stopDrain(),
    settled: () => engine.settled(),
    async close() {
      await engine.close()
      await rm(scratch, { recursive: true, force: true })
    },
  }
  return office
}

async function signInStaff(app: TestApp) {
  const place = await placeOf(app)
  const atCentre = { districtCode: place.district, centreCode: place.centre }
  const atBureau = { districtCode: place.district, bureauCode: place.bureau }
  // One after another: their ids stand in the records, which are compared between offices.
  return {
    clerk: await app.signIn({ roles: ['clerk'], name: '李思远', ...atCentre }),
    secondClerk: await app.signIn({ roles: ['clerk'], name: '王晓燕', ...atCentre }),
    centreHead: await app.signIn({ roles: ['head'], name: '陈国栋', ...atCentre }),
    reviewer: await app.signIn({ roles: ['reviewer'], name: '赵敏', ...atBureau }),
    bureauHead: await app.signIn({ roles: ['head'], name: '周正', ...atBureau }),
  }
}

async function take(
  { deps }: TestApp,
  clerk: Staff,
  intake: Intake,
): Promise<{ caseNo: string; querySecret: string }> {
  const answer = await clerk.post('/api/cases', intake, { headers: { 'idempotency-key': randomUUID() } })
  if (![201, 202].includes(answer.status))
    throw new Error(`intake: ${answer.status} ${JSON.stringify(answer.body)}`)
  const opened = async () =>
    deps
      .db('task')
      .where({ instance: `case:${answer.body.caseNo}` })
      .first('key')
  if (!(await poll(async () => (await opened()) !== undefined, 30_000, 50)))
    throw new Error('no task was opened')
  return answer.body
}

const act: Office['act'] = async (who, caseNo, name, { reason, data, key = randomUUID() } = {}) => {
  const what = messages.includes(name) ? { message: name } : { outcome: name }
  const body = { ...what, ...(reason && { reason }), ...(data && { data }) }
  const send = () =>
    who.post(`/api/instances/case:${caseNo}/acts`, body, { headers: { 'idempotency-key': key } })
  let answer = await send()
  // 202: kept and on its way. The same key asks for the answer again, as the page does.
  await poll(async () => answer.status !== 202 || ((answer = await send()), false), 30_000, 200)
  return answer
}

/** Printing takes most of a short test's time, so what is filed is the order to print; who reads the paper prints it. */
export const fileTheOrder: Print = async (data) => ({ pdf: Buffer.from(JSON.stringify(data)) })

async function paperText({ deps }: TestApp, dir: string, caseNo: string, kind: string): Promise<string> {
  const printed = async () =>
    deps
      .db('paper')
      .where({ instance: `case:${caseNo}`, kind })
      .whereNotNull('file_sha256')
      .orderBy('at', 'desc')
      .first()
  if (!(await poll(async () => (await printed()) !== undefined, 60_000, 100)))
    throw new Error(`no ${kind} was printed`)
  const filed = await deps.files.get((await printed()).file_sha256)
  const pdf = filed.subarray(0, 1).toString() === '{' ? (await renderPaper(orderIn(filed))).pdf : filed
  const file = path.join(dir, `${randomUUID()}.pdf`)
  await writeFile(file, pdf)
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
}

const orderIn = (filed: Buffer): PaperData => JSON.parse(filed.toString('utf8'))

/** The district centre and the bureau that entrusts it with 劳务派遣. */
async function placeOf({ deps }: TestApp): Promise<{ centre: string; bureau: string; district: string }> {
  return deps
    .db('entrustment as e')
    .join('entrustment_item as i', 'i.entrustment_id', 'e.id')
    .join('centre as c', 'c.code', 'e.centre')
    .where('i.item_code', 'LWPQ-01')
    .andWhere('c.district', '110108')
    .andWhere('e.valid_to', '>', dayOf(deps.now().toISOString()))
    .first('e.centre', 'e.bureau', 'c.district')
}
