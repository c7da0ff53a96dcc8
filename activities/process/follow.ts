/** What follows a step of any noun: papers and messages, and services of other systems. */
import type { NotificationTemplate, NotificationVars } from '../../workflows/notification/domain.ts'
import type { PaperInput, PaperKind } from '../../workflows/paper/domain.ts'
import type { ServiceCall } from '../../workflows/process/domain.ts'
import type { Vars } from '../../workflows/process/model.ts'

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
