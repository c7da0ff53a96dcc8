/**
 * A noun on the server's side: what the generic parts (acts, lists, pages, scope, mapping) need of a capability. One
 * file a noun, `server/modules/<noun>/noun.ts`, listed in `server/nouns.ts`.
 */
import type { z } from 'zod'
import type { Calendar } from '../workflows/clock/domain.ts'
import type { NounWords } from '../workflows/nouns.ts'
import type { Vars } from '../workflows/process/model.ts'
import type { DrawnAct } from '../workflows/process/people.ts'
import type { Db } from './db.ts'
import type { StoredClock } from './records/clock/clock.ts'
import type { ServiceWord } from './service-word.ts'
import type { Place } from './records/identity/scope.ts'
import type { PendingAct } from './records/process/act.ts'

/** What lists and pages show of a record without knowing it. Names of people are masked. */
export interface Heading {
  title: string
  whoMasked: string
  status: string
  statusName: string
  /** The catalogue item it is about, for filters; '' for none. */
  itemCode: string
}

/** What rules and hints are asked with. */
export interface ActScene<C = unknown> {
  db: Db
  /** The noun's own facts, as its `context` read them. */
  context: C
  clocks: StoredClock[]
  calendar: Calendar
  /** Open tasks, by their element's own id. */
  openTasks: readonly string[]
  /** Acts that are kept and not carried out yet: what they begin counts as begun. */
  pending: readonly PendingAct[]
  /** Whoever acts, and where. */
  sender: string
  instance: string
  roles: readonly string[]
  /** The instance's time. */
  at: string
}

/** What was filled in: parsed by the form's schema. */
export interface ActInput {
  data: Record<string, unknown>
  reason?: string | undefined
}

/** As a method's type, so that a noun's own rules stand in the list of all nouns, whose facts nobody there knows. */
export type BeforeRule<C = unknown> = { rule(scene: ActScene<C>): void | Promise<void> }['rule']
export type GivenRule<C = unknown> = {
  rule(scene: ActScene<C>, input: ActInput): void | Promise<void>
}['rule']

/** Each refuses by throwing a ProblemError. The same rules answer the offer on the page and the act. */
export interface ActRules<C = unknown> {
  /** Asked before the act is offered: what they refuse greys the button, with their sentence. */
  before?: readonly BeforeRule<C>[]
  /** Asked of what was filled in. */
  given?: readonly GivenRule<C>[]
}

/** A form of acts: the data it gives, and what is asked of them. Its fields are drawn by the web under the same key. */
export interface ActForm<C = unknown> extends ActRules<C> {
  /** For whoever draws. */
  name: string
  schema: z.ZodObject
}

export interface Noun<R = unknown, C = unknown> {
  words: NounWords
  /** What a definition of this noun may use besides what every drawing may: what is unknown is refused at publish and mapping. */
  services: readonly ServiceWord[]
  forms: Record<string, ActForm<C>>
  /** Rules of single acts, by outcome or message, whatever the form. */
  rules: Record<string, ActRules<C>>
  /** Its part of what acts and pages are judged by (records/process/scene-load.sql.ts), and how it is read. */
  scene: {
    /** One select by $2, the number, that gives the facts as one JSON. */
    sql: string
    record(facts: unknown): R
    /** Read once for all acts that are offered or checked. */
    context(db: Db, facts: unknown): Promise<C>
  }
  place(record: R): Place
  /** What the mapping chooses its definition by. */
  kind(record: R): string
  /** Codes and facts for conditions; never names, form text or anybody's numbers. */
  startVars(record: R): Vars
  heading(record: R): Heading
  /** What an act brings, with its real dates; undefined: the drawing's own hint. */
  hint?(act: DrawnAct, scene: ActScene<C>): string | undefined
  /** The outcome somebody before has proposed to whoever decides now; it is the primary act. */
  proposed?(scene: ActScene<C>): string | undefined
  /** The event a clock runs from, in words. */
  clockEvent?(context: C, clock: StoredClock): string | undefined
}
