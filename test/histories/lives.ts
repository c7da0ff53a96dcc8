/**
 * Whole lives of a case, each taken through the real product. Their recorded histories must replay for ever (R4), and
 * they must leave the same records when every activity fails once after it has succeeded (R3).
 */
import assert from 'node:assert/strict'
import { completeIntake, enterpriseIntake } from '../intake/fixture.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'

export interface Life {
  name: string
  /** Answers the number of the case when it is where the life ends. */
  live(office: Office): Promise<string>
}

const hour = 3_600_000
const waitMs = 60_000

export const lives: Life[] = [
  { name: 'granted', live: granted },
  { name: 'not-accepted', live: notAccepted },
  { name: 'refused', live: refused },
  { name: 'supplement-expired', live: supplementExpired },
  { name: 'supplement-rounds', live: supplementRounds },
  { name: 'deemed-accepted-and-late', live: deemedAcceptedAndLate },
  { name: 'sent-back', live: sentBack },
  { name: 'extension-and-special', live: extensionAndSpecial },
  { name: 'ended', live: ended },
  { name: 'withdrawn', live: withdrawn },
]

type Step = [who: keyof Staff, act: string, more?: { reason?: string; data?: object }]
type Staff = Pick<Office, 'clerk' | 'secondClerk' | 'centreHead' | 'reviewer' | 'bureauHead'>

export async function doActs(office: Office, caseNo: string, steps: Step[]): Promise<void> {
  for (const [who, act, more] of steps) {
    const answer = await office.act(office[who], caseNo, act, more)
    assert.equal(answer.status, 200, `${act}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
}

const because = { reason: '按规定办理' }
const signed = { data: { method: 'counter-signature', proof: '本人签收' } }
const decided: Step[] = [
  ['reviewer', 'pass'],
  ['bureauHead', 'grant', { data: { certificateName: '劳务派遣经营许可证' } }],
]

async function granted(office: Office): Promise<string> {
  const { caseNo } = await office.take(completeIntake())
  await doActs(office, caseNo, [['clerk', 'accept'], ...decided, ['clerk', 'deliver', signed]])
  await office.becomes(caseNo, 'closed')
  return caseNo
}

async function notAccepted(office: Office): Promise<string> {
  const { caseNo } = await office.take(completeIntake())
  await doActs(office, caseNo, [['clerk', 'refuse', because]])
  return caseNo
}

async function refused(office: Office): Promise<string> {
  const { caseNo } = await office.take(completeIntake())
  await doActs(office, caseNo, [
    ['clerk', 'accept'],
    ['reviewer', 'pass'],
    ['bureauHead', 'refuse-grant', because],
    ['clerk', 'deliver', signed],
  ])
  return caseNo
}

/** Told what to supplement; the materials named are those the receipt calls missing or defective. */
export async function demanded(office: Office, eDelivery: boolean): Promise<{ caseNo: string; gaps: Gap[] }> {
  const { caseNo } = await office.take(enterpriseIntake({ eDelivery }))
  const gaps = (await materialsOf(office, caseNo)).filter((one) => one.state !== 'present')
  await doActs(office, caseNo, [['clerk', 'supplement', { data: { materials: gaps } }]])
  return { caseNo, gaps }
}

interface Gap {
  id: string
  state: string
  reason: string
}

async function materialsOf(office: Office, caseNo: string): Promise<Gap[]> {
  const view = await office.clerk.get(`/api/cases/${caseNo}`)
  return view.body.materials.map(({ id, state, reason }: Gap) => ({ id, state, reason }))
}

/** What the counter does when the applicant brings the rest; the pages for it have their own tests. */
export async function handIn(office: Office, caseNo: string): Promise<void> {
  const { db } = office.app.deps
  await db('case_material')
    .where({ case_no: caseNo })
    .whereIn('state', ['missing', 'defective'])
    .update({ state: 'handed-in' })
}

async function supplementExpired(office: Office): Promise<string> {
  const { caseNo } = await demanded(office, true)
  const { due_at: due } = await office.clockOf(caseNo, 'supplement')
  await office.skipTo(caseNo, new Date(Date.parse(due) + hour).toISOString())
  await office.becomes(caseNo, 'deemed-withdrawn', waitMs)
  return caseNo
}

/** On paper, chased, delivered, a second round, and something new with the head's word. */
async function supplementRounds(office: Office): Promise<string> {
  const { caseNo, gaps } = await demanded(office, false)
  await office.skip(caseNo, 10 * 24 * hour)
  const chased = async () => (await office.tasksOf(caseNo)).includes('delivery-chase')
  assert.ok(await poll(chased, waitMs))
  await doActs(office, caseNo, [
    ['clerk', 'chase-done', because],
    ['clerk', 'record-delivery', { data: { method: 'mail-receipt', proof: 'EMS1234567890' } }],
  ])
  await handIn(office, caseNo)
  await doActs(office, caseNo, [
    ['clerk', 'complete-supplement'],
    ['clerk', 'supplement', { data: { materials: [gaps[0]!] } }],
  ])
  await handIn(office, caseNo)
  const first = (await materialsOf(office, caseNo))[0]!
  const fresh = { materials: [{ id: first.id, state: 'defective', reason: '申请书未签字' }] }
  await doActs(office, caseNo, [
    ['clerk', 'complete-supplement'],
    ['clerk', 'new-demand', { reason: '法定代表人已变更', data: fresh }],
    ['centreHead', 'reject-demand', because],
    ['clerk', 'new-demand', { reason: '法定代表人已变更', data: fresh }],
    ['centreHead', 'approve-demand', because],
  ])
  await doActs(office, caseNo, [['clerk', 'record-delivery', signed]])
  await handIn(office, caseNo)
  await doActs(office, caseNo, [['clerk', 'complete-supplement'], ['clerk', 'accept']])
  return caseNo
}

/** Nobody says anything in time: accepted by silence; then decided and delivered late. */
async function deemedAcceptedAndLate(office: Office): Promise<string> {
  const { caseNo } = await office.take(enterpriseIntake())
  await passTerm(office, caseNo, 'acceptance')
  await office.becomes(caseNo, 'accepted', waitMs)
  await passTerm(office, caseNo, 'promised')
  await noted(office, caseNo, 'promised-overdue')
  await passTerm(office, caseNo, 'statutory')
  await noted(office, caseNo, 'statutory-overdue')
  await doActs(office, caseNo, decided)
  await passTerm(office, caseNo, 'delivery')
  await noted(office, caseNo, 'delivery-overdue')
  await doActs(office, caseNo, [['clerk', 'deliver', signed]])
  return caseNo
}

async function passTerm(office: Office, caseNo: string, kind: string): Promise<void> {
  const { due_at: due } = await office.clockOf(caseNo, kind)
  await office.skipTo(caseNo, new Date(Date.parse(due) + hour).toISOString())
}

async function noted(office: Office, caseNo: string, act: string): Promise<void> {
  const there = async () => office.app.deps.db('trail').where({ instance: `case:${caseNo}`, act }).first('act')
  assert.ok(await poll(there, waitMs), `${act} was not recorded`)
}

async function sentBack(office: Office): Promise<string> {
  const { caseNo } = await office.take(completeIntake())
  await doActs(office, caseNo, [
    ['clerk', 'accept'],
    ['reviewer', 'send-back', because],
    ['clerk', 'resubmit'],
    ['reviewer', 'pass'],
    ['bureauHead', 'return-review', because],
    ...decided,
    ['clerk', 'deliver', signed],
  ])
  return caseNo
}

async function extensionAndSpecial(office: Office): Promise<string> {
  const { caseNo } = await office.take(completeIntake())
  const [first] = await materialsOf(office, caseNo)
  const wanted = { materials: [{ id: first!.id, state: 'defective', reason: '缺少签字页' }] }
  await doActs(office, caseNo, [
    ['clerk', 'accept'],
    ['reviewer', 'request-extension', because],
    ['bureauHead', 'approve-extension', because],
    ['reviewer', 'start-special', { ...because, data: { kind: 'hearing', limitDays: 20 } }],
    ['reviewer', 'request-late-supplement', { ...because, data: wanted }],
  ])
  await office.skip(caseNo, 3 * 24 * hour)
  await handIn(office, caseNo)
  await doActs(office, caseNo, [
    ['reviewer', 'complete-late-supplement'],
    ['reviewer', 'complete-special', { ...because, data: { result: '听证已举行' } }],
    ...decided,
    ['clerk', 'deliver', signed],
  ])
  return caseNo
}

async function ended(office: Office): Promise<string> {
  const { caseNo } = await demanded(office, true)
  await doActs(office, caseNo, [['clerk', 'end', { reason: '申请事项已取消', data: { status: 'ended' } }]])
  return caseNo
}

async function withdrawn(office: Office): Promise<string> {
  const { caseNo } = await office.take(completeIntake())
  await doActs(office, caseNo, [
    ['clerk', 'accept'],
    ['clerk', 'propose-end', { reason: '申请人申请撤回', data: { status: 'withdrawn', proof: '书面申请' } }],
    ['centreHead', 'approve-end'],
  ])
  return caseNo
}

/** The records refuse a step for good; an administrator mends the cause and lets it run again. */
export async function incident(office: Office, table: string, step: Step): Promise<string> {
  const { db, engine } = office.app.deps
  const { caseNo } = await office.take(completeIntake())
  const repair = await breakTable(office, table, caseNo)
  const answer = office.act(office[step[0]], caseNo, step[1], step[2])
  const open = () => db('incident').where({ instance: `case:${caseNo}`, status: 'open' }).first('key')
  assert.ok(await poll(async () => (await open()) !== undefined, waitMs), 'no incident')
  const { key } = await open()
  await repair()
  await engine.retryIncident(`case:${caseNo}`, key)
  const settled = await answer
  assert.equal(settled.status, 200, JSON.stringify(settled.body))
  return caseNo
}

/** As an operator's own constraint would: SQLSTATE 23514 for one case's rows. Gives back how to mend it. */
async function breakTable({ app }: Office, table: string, caseNo: string): Promise<() => Promise<void>> {
  const { db } = app.deps
  const name = `broken_${table}`
  const column = ['element_trace', 'trail'].includes(table) ? `new.instance = 'case:${caseNo}'` : `new.case_no = '${caseNo}'`
  await db.raw(`
    create function ${name}() returns trigger language plpgsql as
      $$ begin raise exception 'refused by ${name}' using errcode = '23514'; end $$;
    create trigger ${name} before insert on ${table} for each row when (${column}) execute function ${name}()`)
  return () => db.raw(`drop trigger ${name} on ${table}; drop function ${name}()`)
}
