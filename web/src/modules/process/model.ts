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
  caseNo: string | null
}
