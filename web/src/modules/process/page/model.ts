import type { Answer, Body, RowOf } from '../../../api/types'

/** Shapes of `/api/instances/…`. */
export type InstanceView = Answer<'/api/instances/{id}'>
export type ClockView = InstanceView['clocks'][number]
export type OpenTask = InstanceView['tasks'][number]
/** An act the person may do now, or why not; `hint` carries the real dates. */
export type OfferedAct = InstanceView['acts'][number]
/** A step several people do, each for themselves. */
export type Panel = InstanceView['panels'][number]
export type TimelineRow = RowOf<'/api/instances/{id}/timeline'>
export type ClockLedger = Answer<'/api/instances/{id}/ledger'>['clocks'][number]
export type PaperRow = RowOf<'/api/instances/{id}/papers'>
export type MessageRow = RowOf<'/api/instances/{id}/messages'>
export type NoteRow = RowOf<'/api/instances/{id}/notes'>
export type AuditRow = RowOf<'/api/instances/{id}/audit'>
export type ActBody = Body<'/api/instances/{id}/acts', 'post'>
/** What an act brought, or that it is still being saved. */
export type ActAnswer = Answer<'/api/instances/{id}/acts', 'post'>
