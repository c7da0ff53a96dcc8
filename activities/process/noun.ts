/** What a noun adds to the steps of its instances; activities/nouns.ts lists them. */
import type { Plan, Service, Call } from './plan.ts'
import type { Db, Trx } from '../../server/db.ts'
import type { NounSql, StepRows } from '../../server/records/process/step.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import type { Rung } from '../../workflows/clock/domain.ts'
import type { NotificationTemplate, NotificationVars } from '../../workflows/notification/domain.ts'
import type { PaperInput, PaperKind } from '../../workflows/paper/domain.ts'
import type { ServiceCall } from '../../workflows/process/domain.ts'
import type { NetElement, Vars } from '../../workflows/process/model.ts'

/** A paper and a message that follow a step. `ref`: the row they are about, e.g. a supplement's id. */
export interface Tell {
  paper?: PaperKind
  message?: NotificationTemplate
  ref?: string
}

/** What they say, as it was at the step: frozen, sealed, printed and sent later. */
export interface Letter {
  paper?: PaperInput
  message?: { vars: NotificationVars; phone?: string }
}

/** What became of a paper, for the noun's own rows. */
export interface IssuedPaper {
  instance: string
  kind: PaperKind
  ref: string | null
  paperId: string
  number: string
}

/** A service that asks another system: may take long, may fail, may be cancelled. */
export type SlowService = (call: ServiceCall & { instance: string }, signal: AbortSignal) => Promise<Vars>

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
