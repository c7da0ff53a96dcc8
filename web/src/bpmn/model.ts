/** Shapes the live diagram draws. The server gives `DiagramData`; `decorate.ts` turns it into a `Decoration`. */
import type { Answer } from '../api/types'
import type { RingClock } from './ring'

/** Element ids are paths: `call/inner` for an inlined call activity. */
export type DiagramData = Omit<Answer<'/api/instances/{id}/diagram'>, 'clocks'> & { clocks: RingClock[] }
export type DiagramTrace = DiagramData['traces'][number]
export type ElementCount = DiagramData['elements'][string]

/** How an element looks. `waiting`: an event that is armed; `running`: work that somebody does now. */
export type Look =
  | 'done'
  | 'running'
  | 'waiting'
  | 'cancelled'
  | 'never'
  | 'problem'
  // comparing two versions
  | 'added'
  | 'removed'
  | 'changed'

export interface Badge {
  element: string
  text: string
  tone: 'neutral' | 'running' | 'problem'
  title: string
  kind: 'rounds' | 'count' | 'incidents'
}

export interface Ring {
  element: string
  clock: RingClock
  /** The smaller one only reminds; the larger has the law's effect. */
  small: boolean
}

/** Everything painted on a drawing. Elements without a look are `never` when `faint` is set, else plain. */
export interface Decoration {
  looks: Record<string, Look>
  flows: string[]
  badges: Badge[]
  rings: Ring[]
  /** Where the work is now: what a drawing too large to be read whole shows first. */
  focus: string | null
  /** Draw what no token reached faintly (live cases), or everything plainly (process page). */
  faint: boolean
}

export interface PickedElement {
  id: string
  name: string
  /** BPMN type without prefix, e.g. `UserTask`. */
  type: string
}
