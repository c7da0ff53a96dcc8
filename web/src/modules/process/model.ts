/** Shapes of the process API. */
export interface DefinitionRow {
  key: string
  name: string
  version: number
  hash: string
  publishedAt: string
  publishedBy: string
  /** Running instances of all versions. */
  open: number
  incidents: number
}

export interface VersionRow {
  version: number
  publishedAt: string
  publishedBy: string
  note?: string | null
  open?: number
}

export interface DefinitionView extends DefinitionRow {
  note?: string | null
  bpmn: string
  counts: Record<string, { active: number; incidents?: number }>
  versions: VersionRow[]
}

/** Why a file is refused, or what it should do better: with the element it is about. */
export interface DefinitionProblem {
  element: string | null
  code: string
  title: string
}

export interface CheckAnswer {
  problems: DefinitionProblem[]
  warnings: DefinitionProblem[]
}

export interface IncidentRow {
  instance: string
  key: string
  element: string
  elementName: string | null
  code: string
  message: string
  at: string
  noun: string
  number: string
  mayOpen: boolean
}

export interface MappingRow {
  id: number
  noun: string
  nounName: string
  kind: string
  kindName: string
  definitionKey: string
  definitionName: string
  effectiveFrom: string
  effectiveTo: string | null
  changedBy: string
  changedAt: string
  /** In force now. */
  now: boolean
}

export interface MappingView {
  rows: MappingRow[]
  nouns: {
    key: string
    name: string
    kinds: { key: string; name: string; open: number }[]
    /** Definitions this noun can follow. */
    definitions: { key: string; name: string }[]
  }[]
}

export interface NewMapping {
  noun: string
  kind: string
  definitionKey: string
  effectiveFrom: string
}
