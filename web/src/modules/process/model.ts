import type { Answer, RowOf } from '../../api/types'

/** Shapes of the process API. */
export type DefinitionRow = RowOf<'/api/processes'>
export type DefinitionView = Answer<'/api/processes/{key}'>
export type VersionRow = DefinitionView['versions'][number]
export type CheckAnswer = Answer<'/api/processes/check', 'post'>
/** Why a file is refused, or what it should do better: with the element it is about. */
export type DefinitionProblem = CheckAnswer['problems'][number]
export type IncidentRow = RowOf<'/api/incidents'>
export interface DraftRow {
  id: string
  key: string
  name: string
  /** Version it was begun from. */
  basedOn: number | null
  revision: number
  changedBy: string
  changedAt: string
}

export interface DraftView extends DraftRow, CheckAnswer {
  bpmn: string
  /** Version that is in force now. */
  current: number | null
}

export type DraftStart =
  | { from: 'blank'; key: string; name: string }
  | { from: 'version'; key: string; version?: number }
  | { from: 'file'; bpmn: string }

export interface Named {
  id: string
  name: string
}
export interface ServiceWord {
  name: string
  title: string
  description: string
  inputs: { name: string; title: string; hint?: string; required?: boolean; options?: Named[] }[]
  answers?: string[]
}
/** What can be drawn. */
export interface Vocabulary {
  roles: Named[]
  sides: Named[]
  clocks: Named[]
  nouns: Named[]
  services: ServiceWord[]
  forms: { id: string; title: string; description: string }[]
  processes: { key: string; name: string; version: number }[]
}

export type MappingView = Answer<'/api/definition-mappings'>
export type MappingRow = MappingView['rows'][number]

export interface NewMapping {
  noun: string
  kind: string
  definitionKey: string
  effectiveFrom: string
}
