/**
 * A step's plan: what was loaded, and the rows that follow from it. Services are pure: all they know is in the plan, all
 * they do is said to the plan; written it is at once, at the end, or not at all. Services of one step come one after the
 * other and see what those before them planned.
 */
import type { IssuedPaper, Letter, SlowService, Tell } from './follow.ts'
import type { Db, Trx } from '../../server/db.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { ClockBook } from '../../server/records/clock/book.ts'
import { toClock } from '../../server/records/clock/rows.ts'
import type { NewFollowUp } from '../../server/records/follow-up/follow-up.ts'
import type {
  Loaded,
  LoadedAct,
  LoadedInstance,
  NounSql,
  StepRows,
} from '../../server/records/process/step.ts'
import type { Calendar, Instant, Rung } from '../../workflows/clock/domain.ts'
import type { NotificationTemplate } from '../../workflows/notification/domain.ts'
import type { ClockArm, ServiceCall } from '../../workflows/process/domain.ts'
import type { Json, Net, Vars } from '../../workflows/process/model.ts'

/** One service of a call: which task asks for it, with which inputs. */
export interface Call extends Omit<ServiceCall, 'calls'> {
  name: string
  input: Vars
}

/**
 * What a drawn service does: reads and writes the plan, answers variables the net needs (most answer none).
 * @throws ProblemError or TypeError for what no retry mends; a code `bpmn:<error>` throws that BPMN error
 */
export type Service<F = unknown> = (plan: Plan<F>, call: Call) => Vars | undefined | void

/** What a noun adds to the steps of its instances; activities/nouns.ts lists them. */
export interface Noun<F = unknown> {
  /** Its facts and rows in the two statements of a step. */
  sql: NounSql
  /** Puts beside the loaded facts what never changes and is kept in the process. */
  prepare(db: Db, loaded: unknown): Promise<F>
  /** The noun's own rows of the write statement, by part. */
  rows(plan: Plan<F>, at: string): StepRows
  /** What lists show besides place, title and applicant, which the instance has. */
  heading(facts: F): { itemCode: string; statusName: string }
  setStatus(plan: Plan<F>, status: string, at: string): void
  /** Columns of the timeline that name the theme of several cases together. */
  themeOf?(facts: F): Record<string, string | null>
  /** Reminders set for a clock; undefined for the default. */
  rungsOf(facts: F, kind: string): Rung[] | undefined
  services: Record<string, Service<F>>
  slow?: Record<string, SlowService>
  letter(plan: Plan<F>, call: Pick<Call, 'key' | 'cause'>, tell: Tell): Letter
  /** Who waits for an applicant reminds them: a message before the term's end. */
  reminderOf?(clock: StoredClock): NotificationTemplate | undefined
  paperIssued(trx: Trx, paper: IssuedPaper): Promise<void>
}

/** A noun as the engine holds it: its facts are its own business. */
export type AnyNoun = Noun<any>

export interface TrailEntry {
  /** Key of the act or step: written once. */
  stepKey: string
  stage: string
  act: string
  actName: string
  startedAt?: Instant | null
  at: Instant
  handlerId: string
  handlerName: string
  opinion?: string | null
  nodeCode: string
  nodeKind?: 'first' | 'middle' | 'last' | 'single'
  facts?: Record<string, unknown>
}

export interface PlanDeps {
  net: Net
  calendar: Calendar
  /** Encrypts what a paper or message will say. */
  seal(text: string): string
  /** Wall time: when what follows may be tried first. */
  now: Instant
}

export class Plan<F = unknown> {
  readonly instance: LoadedInstance
  readonly act: LoadedAct | null
  readonly loaded: Loaded
  readonly clocks: ClockBook
  readonly facts: F
  readonly noun: Noun<F>
  readonly net: Net
  readonly deps: PlanDeps
  readonly arms: ClockArm[] = []
  readonly trail: TrailEntry[] = []
  readonly trailAfter = new Map<string, { status_after?: string; node_kind?: string }>()
  readonly followUps: NewFollowUp[] = []
  /** Names of the tasks that are open after the step. */
  openNames: string[] = []
  /** Rows of the noun that were changed, by part and key: `rows` of the noun writes them whole. */
  private readonly touched = new Set<string>()

  constructor(noun: Noun<F>, loaded: Loaded, facts: F, deps: PlanDeps) {
    this.noun = noun
    this.loaded = loaded
    this.instance = { ...loaded.instance }
    this.act = loaded.act
    // A private copy: a plan that is given up leaves no trace.
    this.facts = structuredClone(facts)
    this.net = deps.net
    this.deps = deps
    this.clocks = openBook(loaded, deps.calendar)
  }

  get calendar(): Calendar {
    return this.deps.calendar
  }

  /** The person's act behind the step. For steps that only a person's act can bring. */
  personAct(): LoadedAct {
    if (!this.act) throw new TypeError(`no act behind a step of ${this.instance.id}`)
    return this.act
  }

  /** A word of the act's form; null when it was not given. */
  said(field: string): string | null {
    const value = this.act?.payload[field]
    return typeof value === 'string' && value !== '' ? value : null
  }

  /** The instance or its dates are not what they were: a question or reminder alone changes neither. */
  get isMoved(): boolean {
    return this.instance.revision !== this.loaded.instance.revision || this.clocks.isMoved
  }

  touch(part: string, key = ''): void {
    this.touched.add(`${part} ${key}`)
  }

  isTouched(part: string, key = ''): boolean {
    return this.touched.has(`${part} ${key}`)
  }

  addTrail(entry: TrailEntry): void {
    this.trail.push(entry)
  }

  /** What the law, a clock or the system did, beside a step. */
  noteSystemAct(call: Pick<Call, 'key' | 'element' | 'cause'>, entry: SystemEntry): void {
    const common = { handlerId: 'system', handlerName: '系统', nodeCode: call.element, at: call.cause.at }
    this.addTrail({ ...common, stepKey: call.key, ...entry })
  }

  /** Sets the noun's status, and writes it beside the act that brought it. */
  setStatus(call: Pick<Call, 'key' | 'cause'>, status: string): void {
    this.noun.setStatus(this, status, call.cause.at)
    for (const key of [call.cause.actId, call.key]) this.trailAfter.set(key, { status_after: status })
  }

  /** Timers of the instance follow this clock from now on. */
  arm(clock: Parameters<ClockBook['arm']>[0]): void {
    this.arms.push(this.clocks.arm(clock))
  }

  follow(row: Omit<NewFollowUp, 'instance' | 'try_at' | 'sealed'> & { sealed?: Json | object }): void {
    const { sealed, ...rest } = row
    this.followUps.push({
      ...rest,
      instance: this.instance.id,
      try_at: this.deps.now,
      ...(sealed !== undefined && { sealed: this.deps.seal(JSON.stringify(sealed)) }),
    })
  }
}

/** What came of a plan: the rows to be written, if any, and the answer. */
export interface Planned<R> {
  plan: Plan
  rows: StepRows | undefined
  answer: R
}

type SystemEntry = Pick<TrailEntry, 'stage' | 'act' | 'actName'> & Partial<TrailEntry>

export function openBook(loaded: Loaded, calendar: Calendar): ClockBook {
  const { instance, clocks } = loaded
  return new ClockBook({
    instance: instance.id,
    calendar,
    clocks: clocks.map(toClock),
    changes: clocks.flatMap(({ changes }) =>
      changes.map((change) => ({
        ...{ clockId: change.clock_id, cause: change.cause, id: change.cause_id, detail: change.detail },
        ...{ dueDayBefore: change.due_day_before, at: change.at },
      })),
    ),
    told: clocks.flatMap(({ told }) =>
      told.map(({ clock_id: clockId, level, rung_at: at }) => ({ clockId, level, at })),
    ),
  })
}

/** The services of a task, each as a call of its own. */
export function callsOf({ calls, ...task }: ServiceCall): Call[] {
  return calls.map(({ name, input }) => ({ ...task, name, input }))
}
