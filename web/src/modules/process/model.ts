import type { Answer, Body, RowOf } from '../../api/types'

/** Shapes of the process API. */
export type DefinitionRow = RowOf<'/api/processes'>
export type DefinitionView = Answer<'/api/processes/{key}'>
export type CheckAnswer = Answer<'/api/processes/check', 'post'>
/** Why a file is refused, or what it should do better: with the element it is about. */
export type DefinitionProblem = CheckAnswer['problems'][number]
export type IncidentRow = RowOf<'/api/incidents'>
export type DraftRow = RowOf<'/api/process-drafts'>
export type DraftView = Answer<'/api/process-drafts/{id}'>
export type DraftStart = Body<'/api/process-drafts', 'post'>
/** What can be drawn. */
export type Vocabulary = Answer<'/api/processes/vocabulary'>
export type Named = Vocabulary['roles'][number]
export type ServiceWord = Vocabulary['services'][number]
export type ServiceInput = ServiceWord['inputs'][number]
export type MappingView = Answer<'/api/definition-mappings'>
export type MappingRow = MappingView['rows'][number]
export type NewMapping = Body<'/api/definition-mappings', 'post'>
