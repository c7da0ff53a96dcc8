/**
 * What passes between server and workflow. Ids and facts only: forms, files and names stay in PostgreSQL.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ActCommand, ActAnswer, ClockArm, InstanceView, OutsideFact } from './domain.ts'

/** One act of a person. The update's id is the act's id, so Temporal too runs it once. */
export const actUpdate = defineUpdate<ActAnswer, [ActCommand]>('act')
/** A clock's due instant moved (calendar, term, pause): arm its timers again. */
export const clockChanged = defineSignal<[ClockArm]>('clockChanged')
/** A message or signal from another system; kept until the process can take it or it expires. */
export const outsideFact = defineSignal<[OutsideFact]>('outsideFact')
/** Run an incident's step again. */
export const retryIncident = defineUpdate<void, [{ key: string }]>('retryIncident')
export const instanceView = defineQuery<InstanceView>('instanceView')
