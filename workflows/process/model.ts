/**
 * The compiled form of a BPMN process (the *net*) and the state of one running instance.
 * Everything here is plain JSON: it travels in Temporal payloads and is stored in PostgreSQL.
 *
 * Element and flow ids are paths: elements of an inlined call activity carry the id of the
 * call activity in front (`call/inner`). Ids of the drawing's own elements stay as drawn.
 */

export type ElementType =
  | 'start'
  | 'end'
  | 'catch' // intermediate catch event
  | 'throw' // intermediate throw event
  | 'boundary'
  | 'user'
  | 'service'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'event-gateway'
  | 'subprocess' // embedded, event sub-process (triggeredByEvent), or an inlined call activity

/** How long a timer waits. `clock` timers ask the case's legal clock; the others are plain BPMN. */
export type TimerSpec =
  | { clock: string; mode: 'advise' | 'enforce'; /** FEEL: tells clocks of one kind apart. */ ref?: string }
  | { duration: string } // ISO 8601, e.g. P400D, PT72H
  | { date: string } // FEEL expression that gives an ISO instant

export interface EventSpec {
  kind: 'none' | 'timer' | 'message' | 'signal' | 'error' | 'terminate'
  /** Name of the message or signal, or the code of the error. An error boundary without one catches all. */
  name?: string
  timer?: TimerSpec
}

export interface Outcome {
  id: string
  name: string
  /** A reason is part of the act and printed on its paper. */
  reason?: 'required' | 'optional'
  /** Cannot be undone: the page asks first. */
  final?: true
  /** Data schema, rules and fields of the act; without one the general form. */
  form?: string
  /** What the act does, told before it is done. */
  hint?: string
  /** Narrows the task's roles. */
  roles?: string[]
}

export type TaskSide = 'centre' | 'bureau' | 'platform'

/** What a person does when they send a message the process waits for. */
export interface MessageAct extends Omit<Outcome, 'id' | 'roles'> {
  roles: string[]
  side: TaskSide
  /** The applicant too may do it, on their page. */
  applicant?: boolean
}

/** Whom a thrown message is for, and what it brings. */
export interface MessageTarget {
  noun: string
  /** FEEL giving the number of the record, or its instance's id. */
  correlation: string
  /** Names of variables that go with it: codes and record numbers. */
  carries?: string[]
}

export interface NetElement {
  id: string
  type: ElementType
  name?: string
  /** Path id of the enclosing sub-process; '' is the process itself. */
  scope: string
  in: string[]
  out: string[]
  /** Default flow of an exclusive or inclusive gateway, or of an activity. */
  default?: string
  event?: EventSpec
  /** Boundary events: the activity they sit on. */
  attachedTo?: string
  /** Boundary events and the start of event sub-processes. Default true. */
  interrupting?: boolean
  /** Sub-processes: started by an event, not by a token. */
  triggeredByEvent?: boolean
  user?: {
    /** Roles that may act on the task; the first is the main one. */
    roles: string[]
    /** Whose staff: the service centre's, the deciding bureau's, or the platform's own. */
    side: TaskSide
    /** Kind of the clock that governs the task. */
    clock?: string
    form?: string
    /** The applicant too may do it, on their page. */
    applicant?: boolean
    /** FEEL giving the id of the one person it is for. */
    candidate?: string
    /** FEEL giving the code of the centre, bureau or district it is for; without it the instance's own. */
    place?: string
    outcomes: Outcome[]
  }
  /** Messages a person sends; one without is sent by another instance. */
  act?: MessageAct
  /** Of a message that is thrown: which instance it is for. */
  target?: MessageTarget
  service?: {
    /** Done in this order in one step. */
    calls: DrawnCall[]
    /** Variables it answers; the net goes on with them. Without any nobody has to wait for its answer. */
    answers?: string[]
    /** Local activities are fast database work; the others are slow or call other systems. */
    local: boolean
  }
  multi?: {
    sequential: boolean
    /** FEEL giving a list; one instance an entry, seen as `item` and `itemIndex` in its own vars. */
    collection: string
    /**
     * FEEL over vars plus numberOfInstances, numberOfCompletedInstances and `outcomes`, the list of outcomes given so
     * far (`count(outcomes)`, `list contains(outcomes, "object")`); true ends the rest.
     */
    completion?: string
    /** A panel: one person speaks once in it, whichever of its tasks they take. */
    oneVoice?: true
  }
}

/** A service with its inputs: plain values, or FEEL where a text begins with `=`. */
export interface DrawnCall {
  name: string
  input: Record<string, string>
}

/** A service as it is to be done: its inputs are evaluated when the token comes to it. */
export interface PlannedCall {
  name: string
  input: Vars
}

export interface NetFlow {
  id: string
  from: string
  to: string
  name?: string
  /** FEEL condition. */
  condition?: string
}

export interface Net {
  key: string
  name: string
  elements: Record<string, NetElement>
  flows: Record<string, NetFlow>
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Vars = Record<string, Json>

/** What the outside must do after a step, in order. Keys are unique within an instance: `<element path>#<n>`. */
export type Effect =
  | {
      type: 'task'
      key: string
      element: string
      item?: Json
      candidate?: string
      place?: string
      panel?: string
    }
  | { type: 'task-gone'; key: string; element: string; why: 'completed' | 'cancelled' }
  | {
      type: 'service'
      key: string
      element: string
      calls: PlannedCall[]
      local: boolean
      answers?: string[]
      item?: Json
    }
  | { type: 'service-gone'; key: string; element: string; why: 'completed' | 'cancelled' | 'failed' }
  | { type: 'timer'; key: string; element: string; clock: string; mode: 'advise' | 'enforce'; ref?: string }
  | { type: 'timer'; key: string; element: string; dueAt: string }
  | { type: 'timer-gone'; key: string; element: string; why: 'fired' | 'cancelled' }
  /** An element was entered, left, or cut off. `flow` is the sequence flow a token took to enter. */
  | { type: 'trace'; element: string; what: 'entered' | 'completed' | 'cancelled'; flow?: string }
  /** A signal was thrown by the process. */
  | { type: 'thrown'; name: string; element: string }
  /** A message goes to another instance. */
  | { type: 'message'; key: string; element: string; name: string; to: string; vars: Vars }
  /** The process can't go on here by itself: no outgoing condition held, FEEL failed, error uncaught. */
  | { type: 'incident'; key: string; element: string; code: string; message: string }
  /** The incident is over without a service-gone of the same key: it was retried, or its scope was cancelled. */
  | { type: 'incident-gone'; key: string; element: string; why: 'retried' | 'cancelled' }
  | { type: 'ended'; element: string; how: 'completed' | 'terminated' | 'error'; error?: string }

/** State of one instance. Owned by net.ts; others may read `vars` and `ended` and carry the rest unchanged. */
export interface NetState {
  seq: number
  vars: Vars
  ended?: { element: string; how: 'completed' | 'terminated' | 'error'; error?: string }
  tokens: unknown
  joins: unknown
  timers: unknown
}

export interface Step {
  state: NetState
  effects: Effect[]
}
