/** Services in the words of someone who draws: ids stand in the drawing, names on the screen. */

export interface Named {
  id: string
  name: string
}

/** A value a service takes from the drawing: one of `options`, else text or a FEEL expression (begins with `=`). */
export interface ServiceInput {
  name: string
  title: string
  hint?: string
  required?: boolean
  options?: Named[]
  /** Several of the options, space separated. */
  several?: true
  /** A whole number, not below 0. */
  whole?: true
}

export interface ServiceWord {
  name: string
  title: string
  /** What it does to the record, in one sentence. */
  description: string
  inputs: ServiceInput[]
  /** Variables it answers; conditions after it see them. */
  answers?: string[]
}
