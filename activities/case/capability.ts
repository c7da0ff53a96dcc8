/** The case as a capability of the process engine: its services, its rows of every step, its timers' questions. */
import { acceptanceServices } from './acceptance.ts'
import { toArm } from './clocks.ts'
import { handlingServices } from './handling.ts'
import { supplementServices } from './supplement.ts'
import type { Capability, RungDue, Service, TimerQuestion } from '../process/activities.ts'
import { addProcess, getCase, refreshCase } from '../../server/records/case/case.ts'
import { askClock, clockIdOf, getClocks, tellRung } from '../../server/records/clock/clock.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { findAct, hasPendingActs, lockInstance } from '../../server/records/process/act.ts'
import { notifyCase } from '../../server/records/case/live.ts'
import { caseInstance, caseStatuses } from '../../workflows/case/domain.ts'
import type { CaseService } from '../../workflows/case/services.ts'
import { clockKinds } from '../../workflows/clock/domain.ts'
import { dayOf, instantMs } from '../../workflows/clock/day.ts'
import type { ClockKind, Rung } from '../../workflows/clock/domain.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import type { FollowUp, StepRecord, TimerVerdict } from '../../workflows/process/domain.ts'
import type { Db } from '../../server/db.ts'

export const caseCapability: Capability = {
  place: async (trx, caseNo) => {
    const { district, centre, bureau } = await getCase(trx, caseNo)
    return { district, centre, bureau }
  },
  onStep,
  services: { ...acceptanceServices, ...supplementServices, ...handlingServices } satisfies Record<
    CaseService,
    Service
  >,
  askTimer,
  remind,
  afterService: async (trx, call) => refresh(trx, parseInstanceId(call.instance).number, call.cause.at),
}

async function onStep(trx: Db, record: StepRecord): Promise<void> {
  const caseNo = parseInstanceId(record.instance).number
  await recordAct(trx, record, caseNo)
  await refresh(trx, caseNo, record.at)
}

/** After these nothing follows. */
const closingActs = ['deliver', 'end', 'withdraw', 'refuse']

/** A person's act becomes a row of 办件过程, once. */
async function recordAct(trx: Db, record: StepRecord, caseNo: string): Promise<void> {
  const act = await findAct(trx, record.cause.actId)
  if (!act) return
  const row = await getCase(trx, caseNo)
  const element = act.task.split('#')[0] ?? act.task
  const task = await trx('task').where({ instance: record.instance, key: act.task }).first('opened_at')
  await addProcess(trx, row, {
    stepKey: act.id,
    stage: act.taskName,
    act: act.act,
    actName: act.actName,
    startedAt: task?.opened_at,
    at: act.receivedAt,
    handlerId: act.actorId,
    handlerName: act.actorName,
    opinion: typeof act.payload.reason === 'string' ? act.payload.reason : null,
    nodeCode: element,
    nodeKind: act.act === 'receive' ? 'first' : closingActs.includes(act.act) ? 'last' : 'middle',
  })
}

/** What lists show: open steps and the earliest running clock. */
async function refresh(trx: Db, caseNo: string, at: string): Promise<void> {
  const instance = caseInstance(caseNo)
  const tasks: { name: string }[] = await trx('task')
    .where({ instance, status: 'open' })
    .orderBy('opened_at')
    .select('name')
  const clocks = (await getClocks(trx, caseNo)).filter(
    (clock) => clock.state === 'running' && clock.dueAt !== null,
  )
  const next = clocks.sort((a, b) => (a.dueAt! < b.dueAt! ? -1 : 1))[0]
  const { revision } = await trx('process_instance').where({ id: instance }).first('revision')
  await refreshCase(
    trx,
    caseNo,
    {
      stepName:
        tasks.length === 0 ? null : [...new Set(tasks.map((task) => task.name))].join('、').slice(0, 120),
      nextDueAt: next?.dueAt ?? null,
      nextClock: next?.kind ?? null,
      revision: Number(revision),
    },
    at,
  )
  const { status, itemCode } = await getCase(trx, caseNo)
  await trx('task')
    .where({ instance, status: 'open' })
    .update({ due_at: next?.dueAt ?? null, status_name: caseStatuses[status].name, item_code: itemCode })
  await notifyCase(trx, caseNo, Number(revision))
}

/**
 * One transaction reads the calendar, the pauses and the acts received in time, and only then says yes. The lock on
 * the instance makes it one decision with the acts: an act committed before is waited for, one after is refused.
 */
async function askTimer(trx: Db, question: TimerQuestion): Promise<TimerVerdict> {
  await lockInstance(trx, question.instance)
  const caseNo = parseInstanceId(question.instance).number
  const kind = question.clock as ClockKind
  const newest = (await getClocks(trx, caseNo))
    .filter((clock) => clock.kind === kind)
    .sort((a, b) => a.n - b.n)
    .at(-1)
  if (!newest || newest.state === 'stopped') return { verdict: 'disarm', effectiveAt: question.at }
  const { over, clock } = await askClock(trx, clockIdOf(caseNo, kind, newest.n), question.at)
  if (!over || clock.dueAt === null)
    return { verdict: 'not-due', effectiveAt: question.at, clock: toArm(clock) }
  const effectiveAt = clock.dueAt
  // Received in time and still on its way to the engine: what it decides is not late.
  if (await hasPendingActs(trx, question.instance, effectiveAt)) return { verdict: 'wait', effectiveAt }
  if (question.mode === 'advise') return { verdict: 'fire', effectiveAt }
  // Silence has its legal effect for some items only; for the others the clock advises and the case waits on.
  if (clock.mode === 'advise') return { verdict: 'disarm', effectiveAt }
  if (clock.provisional) {
    const tomorrow = new Date(Date.parse(question.at) + 24 * 3_600_000).toISOString()
    return { verdict: 'not-due', effectiveAt, clock: { ...toArm(clock), dueAt: tomorrow } }
  }
  await trx('process_instance')
    .where({ id: question.instance })
    .update({ enforced_by: question.key, enforced_at: effectiveAt })
  return { verdict: 'fire', effectiveAt }
}

/** A reminder on the way to a due date: staff see it on their lists; an applicant who is asked for something is told. */
async function remind(trx: Db, rung: RungDue): Promise<FollowUp[]> {
  const caseNo = parseInstanceId(rung.instance).number
  const kind = rung.clock as ClockKind
  const clock = (await getClocks(trx, caseNo)).find((one) => one.kind === kind && one.n === rung.n)
  if (!clock || clock.state === 'stopped' || clock.dueAt === null) return []
  const level = rung.level as Rung['level']
  const when = instantMs(rung.at) - instantMs(clock.dueAt)
  // By its day too: a clock may turn yellow, or be told of, more than once.
  const stepKey = `remind/${kind}#${rung.n}/${level}/${dayOf(rung.at)}`
  // At the end of the term an act that came in time is still on its way: nothing is late.
  if (when >= 0 && (await hasPendingActs(trx, rung.instance, clock.dueAt))) return []
  const started = await startOfClock(trx, clock.id)
  // A term of one day is near its end from the morning on; nobody could be told before it was started.
  const at = rung.at > started ? rung.at : started
  // Told already: the answer was lost on its way, so the same follow-up is given again (it is sent once by its key).
  if (await tellRung(trx, { clockId: clock.id, level, rungAt: rung.at }, at))
    await noteRung(trx, clock, { stepKey, phase: phaseOf(level, when), at })
  // Whoever is given the notice now needs no reminder of it.
  if (kind !== 'supplement' || when >= 0 || at === started) return []
  const args = {
    caseNo,
    stepKey,
    actId: '',
    at,
    paper: null,
    message: 'supplement-reminder',
    ref: null,
  }
  return [{ key: stepKey, activity: 'tellApplicant', args }]
}

async function noteRung(
  trx: Db,
  { caseNo, kind, dueDay }: StoredClock,
  { stepKey, phase: [phase, words], at }: { stepKey: string; phase: [string, string]; at: string },
): Promise<void> {
  const row = await getCase(trx, caseNo)
  await addProcess(trx, row, {
    stepKey,
    stage: '监测',
    act: `${kind}-${phase}`,
    actName: `${clockKinds[kind]}${words}`,
    at,
    handlerId: 'system',
    handlerName: '系统',
    opinion: `${clockKinds[kind]}最后一日${dueDay}`,
    nodeCode: kind,
  })
  await notifyCase(trx, caseNo, row.revision)
}

async function startOfClock(trx: Db, id: string): Promise<string> {
  return (await trx('clock_change').where({ clock_id: id, cause: 'start' }).first('at')).at
}

/** @param when milliseconds after the end of the term */
function phaseOf(level: Rung['level'], when: number): [phase: string, words: string] {
  if (when < 0) return level === 'yellow' ? ['yellow', '临期提醒（黄灯）'] : ['red', '临期提醒（红灯）']
  return when === 0 ? ['due', '到期提醒'] : ['overdue', '超期提醒']
}
