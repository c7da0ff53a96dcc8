/** Shapes of the process API. */
import type { Drawing } from '../../bpmn/drawing'

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
  bpmn: Drawing
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
  services: ServiceWord[]
  forms: { id: string; title: string; description: string }[]
  processes: { key: string; name: string; version: number }[]
}
