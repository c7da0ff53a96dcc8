import type { Answer, Body } from '../../api/types'

/** Shapes of the case's own facts. */
export type CaseView = Answer<'/api/cases/{no}'>
export type CaseFacts = CaseView['case']
export type Material = CaseView['materials'][number]
export type MaterialFile = Material['files'][number]
export type Supplement = CaseView['supplements'][number]
export type MaskedField = Body<'/api/cases/{no}/unmask', 'post'>['field']
export type HandedIn = Body<'/api/cases/{no}/materials/{id}/files', 'post'>
