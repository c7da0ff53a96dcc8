import type { Answer, RowOf } from '../../api/types'

/** Shapes of the process API. */
export type DefinitionRow = RowOf<'/api/processes'>
export type DefinitionView = Answer<'/api/processes/{key}'>
export type VersionRow = DefinitionView['versions'][number]
export type CheckAnswer = Answer<'/api/processes/check', 'post'>
/** Why a file is refused, or what it should do better: with the element it is about. */
export type DefinitionProblem = CheckAnswer['problems'][number]
export type IncidentRow = RowOf<'/api/incidents'>
