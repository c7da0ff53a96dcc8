/**
 * What passes between server and workflow. Ids and facts only: forms, files and names stay in PostgreSQL.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ActCommand, ActAnswer, ClockArm, InstanceView } from './domain.ts'

/** One act of a person, or a message of another instance. The update's id is the act's id, so Temporal too runs it once. */
export const actUpdate = defineUpdate<ActAnswer, [ActCommand]>('act')
/** A clock's due instant moved (calendar, term, pause): arm its timers again. */
export const clockChanged = defineSignal<[ClockArm]>('clockChanged')
/** Run an incident's step again. */
export const retryIncident = defineUpdate<void, [{ key: string }]>('retryIncident')
export const instanceView = defineQuery<InstanceView>('instanceView')
