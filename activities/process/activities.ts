/**
 * The records of every process: a step is one transaction that loads once and writes once, and in between services are
 * pure. What a noun adds comes in by `Noun`.
 */
import { Context } from '@temporalio/activity'
import type pg from 'pg'
import { guarded, refuse } from './failure.ts'
import { recordIfOver } from './late.ts'
import type { AnyNoun, Noun, Planned, Service } from './plan.ts'
import { callsOf, Plan } from './plan.ts'
import { planRows, recordRows } from './rows.ts'
import { drawnServices } from './services.ts'
import { askTimer, remind } from './timers.ts'
import type { Db } from '../../server/db.ts'
import type { LiveEvent } from '../../server/notify.ts'
import { calendarOf } from '../../server/records/clock/calendar.ts'
import { getNet, writeIncident } from '../../server/records/process/projection.ts'
import { inStep } from '../../server/records/process/step.ts'
import type { Loaded, LoadedTask, StepQuery, StepRows } from '../../server/records/process/step.ts'
import { groupsOfTask } from '../../server/records/worklist/eligibility.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import type {
  ClockArm,
  ProcessActivities,
  ServiceCall,
  Step,
  StepAnswer,
  StepRecord,
} from '../../workflows/process/domain.ts'
import type { Vars } from '../../workflows/process/model.ts'

export interface ProcessDeps {
  db: Db
  /** The steps' own connections, as many as steps at once. */
  pool: pg.Pool
  nouns: Record<string, AnyNoun>
  seal(text: string): string
  /** Tells open pages what moved, after the commit. */
  live(events: LiveEvent[]): void
  /** Wall time. */
  now(): Date
}

export function createProcessActivities(deps: ProcessDeps): ProcessActivities {
  const nounOf = (instance: string): Noun => {
    const { noun } = parseInstanceId(instance)
    return deps.nouns[noun] ?? refuse('unknown-noun', `no noun ${noun}`)
  }

  /** Locks, loads, lets `work` plan, writes. `fresh` gives a plan as if nothing had been planned yet. */
  async function transact<R>(query: StepQuery, work: (fresh: () => Plan) => Planned<R>): Promise<R> {
    const noun = nounOf(query.instance)
    let events: LiveEvent[] = []
    const answer = await inStep(deps.pool, noun.sql, query, async (loaded) => {
      const facts = await noun.prepare(deps.db, loaded.facts)
      const planDeps = {
        net: await getNet(deps.db, loaded.instance.definition_id),
        calendar: await calendarOf(deps.db, loaded.calendarId),
        seal: deps.seal,
        now: deps.now().toISOString(),
      }
      const done = work(() => new Plan(noun, loaded, facts, planDeps))
      if (done.rows) events = eventsOf(loaded, done.plan, done.rows)
      return done
    })
    deps.live(events)
    return answer
  }

  async function step(given: Step): Promise<StepAnswer> {
    const { instance, record, calls } = given
    const query = { instance, actId: record.cause.actId, keys: calls.map(({ key }) => key) }
    return transact({ ...query, revision: record.revision }, (fresh) => {
      const plan = fresh()
      const before = standing(plan.loaded, given)
      if (before) return { plan, rows: undefined, answer: before }
      return doAll(fresh, given) ?? doFirst(fresh, given)
    })
  }

  return {
    step: (given) => guarded(() => step(given)),
    askTimer: (question) =>
      guarded(() => transact(bare(question.instance), (fresh) => askTimer(fresh(), question))),
    remind: (rung) => guarded(() => transact(bare(rung.instance), (fresh) => remind(fresh(), rung))),
    recordIncident: (incident) => guarded(() => writeIncident(deps.db, incident)),
    callSlow: (call) =>
      guarded(async () => {
        const answer = await callSlow(nounOf(call.instance), call)
        // An answer that counts must not be asked for again because the look for a late one failed.
        await recordIfOver(deps, call).catch(() => undefined)
        return answer
      }),
  }
}

/** A question or reminder has no step of its own. */
const bare = (instance: string): StepQuery => ({ instance, actId: '', keys: [], revision: 0 })

/** The step was written already: its answer. Written for another act, it is a conflict that somebody must look at. */
function standing({ instance, written, results }: Loaded, { record, calls }: Step): StepAnswer | undefined {
  const { actId } = record.cause
  for (const { key } of calls) {
    const known = results[key]
    if (known && known.actId !== actId)
      refuse('step-conflict', `${key} was done for ${known.actId}, not ${actId}`)
  }
  if (instance.revision < record.revision) return undefined
  if (written && written.actId !== actId)
    refuse('step-conflict', `revision ${record.revision}: ${written.actId} stands, ${actId} came`)
  return answerOf(calls.flatMap(({ key }) => (results[key]?.result as StepAnswer | undefined) ?? []))
}

function answerOf(results: StepAnswer[]): StepAnswer {
  const [first] = results
  const vars = first?.vars
  return {
    ahead: first?.ahead ?? false,
    ...(vars && { vars }),
    clocks: results.flatMap(({ clocks }) => clocks),
  }
}

/** All calls with what the net does ahead; undefined where one of them answers or fails. */
function doAll(fresh: () => Plan, { record, calls, ahead }: Step): Planned<StepAnswer> | undefined {
  if (!ahead) return undefined
  const plan = fresh()
  const results: StepAnswer[] = []
  try {
    for (const call of calls) {
      const done = perform(plan, call)
      if (done.vars) return undefined
      results.push({ ahead: true, clocks: done.clocks })
    }
  } catch {
    // Whose fault it is shows when the first is done alone: it fails again, or the next one does in a step of its own.
    return undefined
  }
  const whole = { ...record, ...ahead, effects: [...record.effects, ...ahead.effects] }
  return write(plan, whole, calls, results)
}

/** The first call alone, or a step without any. */
function doFirst(fresh: () => Plan, { record, calls }: Step): Planned<StepAnswer> {
  const plan = fresh()
  const first = calls.slice(0, 1)
  const results = first.map((call) => ({ ahead: false, ...perform(plan, call) }))
  return write(plan, record, first, results)
}

function write(
  plan: Plan,
  record: StepRecord,
  calls: ServiceCall[],
  results: StepAnswer[],
): Planned<StepAnswer> {
  const { actId, at } = record.cause
  const rows = planRows(plan, record.at, recordRows(plan, record))
  rows.results = calls.map(({ key }, n) => ({ key, act_id: actId, at, result: results[n] }))
  return { plan, rows, answer: answerOf(results) }
}

/** The services of one task, in order. */
function perform(plan: Plan, task: ServiceCall): { vars?: Vars; clocks: ClockArm[] } {
  const armed = plan.arms.length
  let vars: Vars | undefined
  for (const call of callsOf(task)) {
    const answer = serviceOf(plan.noun, call.name, call.answer !== undefined)(plan, call)
    if (answer && Object.keys(answer).length > 0) vars = { ...vars, ...answer }
  }
  return { ...(vars && { vars }), clocks: plan.arms.slice(armed) }
}

/** Drawn services are every noun's; a service of another system may do nothing but answer. */
function serviceOf(noun: Noun, name: string, answered: boolean): Service {
  const service = noun.services[name] ?? drawnServices[name]
  if (service) return service
  if (answered && noun.slow?.[name]) return () => undefined
  return refuse('unknown-service', `no service ${name}`)
}

/** Word goes to the engine with each beat, and comes back when nobody waits for the answer any more. */
const beatMs = 1_000

async function callSlow(noun: Noun, call: Parameters<ProcessActivities['callSlow']>[0]): Promise<Vars> {
  const context = Context.current()
  const beat = setInterval(() => context.heartbeat(), beatMs)
  try {
    const answers: Vars = {}
    for (const { name } of call.calls) {
      const service = noun.slow?.[name] ?? refuse('unknown-service', `no slow service ${name}`)
      Object.assign(answers, await service(call, context.cancellationSignal))
    }
    return answers
  } finally {
    clearInterval(beat)
  }
}

/** Who shows something that is otherwise now: the instance's page, the lists of its tasks, their holders. */
function eventsOf(loaded: Loaded, { instance }: Plan, rows: StepRows): LiveEvent[] {
  const tasks = [...loaded.tasks, ...((rows.tasksOpened ?? []) as LoadedTask[])]
  const groups = new Set([
    ...tasks.flatMap((task) => groupsOfTask(task)),
    ...loaded.holders.map((id) => `user:${id}`),
  ])
  return [
    { topic: instance.noun, id: instance.number, revision: instance.revision },
    ...[...groups].map((id) => ({ topic: 'worklist', id })),
  ]
}
