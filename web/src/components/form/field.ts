import type { PlaceKind } from '../../directory'
import type { Choices, Finder } from '../choice'

/** What a form holds: texts, numbers, switches, lists, and groups of the same. */
export type FormValues = Record<string, unknown>

/** A file that arrived; `sha256` and the like stay with the server. */
export interface FileValue {
  id: string
  name: string
  size: number
}

interface Base {
  /** Name in the values, and in the server's error path. */
  name: string
  label: string
  required?: boolean
  hint?: string
  placeholder?: string
  disabled?: boolean
  /** Its `data-test`. */
  test?: string
  /** Takes the whole line where fields stand in two columns. */
  wide?: boolean
  /** Shown, checked and sent only then. @param values of the same group */
  when?: (values: FormValues) => boolean
  /** A rule of its own beside those of its kind: what is wrong, in Chinese. */
  rule?: (value: unknown, values: FormValues) => string | undefined
}
/** What a row more begins with. */
type NextRow = (rows: readonly FormValues[]) => FormValues
type With<Kind extends string, More = object> = Base & { kind: Kind } & More

/**
 * One definition of a field gives the control, the rules, the place of a server's error and the read-only view.
 *
 * Values: text, textarea, day, time (an instant, ISO), select, radio, person, place and item hold a text ('' for none); multi-select a list
 * of texts; number a number or null; switch a boolean; file a list of `FileValue`; days a text each under `name` and
 * `to`; group an object; repeat a list of objects.
 */
export type Field =
  | With<'text', { max?: number; secret?: boolean; autocomplete?: string }>
  | With<'textarea', { max?: number; rows?: number; phrases?: readonly string[] }>
  | With<'number', { min?: number; max?: number; step?: number; unit?: string }>
  | With<'day', { first?: string; last?: string }>
  | With<'time'>
  | With<'days', { to: string }>
  | With<'select', { choices: Choices; filterable?: boolean }>
  | With<'multi-select', { choices: Choices; boxes?: boolean }>
  | With<'radio', { choices: Choices; buttons?: boolean }>
  | With<'switch', { text?: string }>
  | With<'file', { most?: number; accept?: string }>
  | With<'person', { find?: Finder; multiple?: boolean }>
  | With<'place', { of: PlaceKind; multiple?: boolean }>
  | With<'item', { multiple?: boolean }>
  | With<'group', { fields: readonly Field[] }>
  | With<'repeat', { fields: readonly Field[]; least?: number; most?: number; row?: string; next?: NextRow }>

export const isShownField = (field: Field, values: FormValues): boolean => !field.when || field.when(values)

/** What one field holds before anything was entered. */
function blankOf(field: Field): unknown {
  switch (field.kind) {
    case 'number':
      return null
    case 'switch':
      return false
    case 'multi-select':
    case 'file':
      return []
    case 'person':
    case 'place':
    case 'item':
      return 'multiple' in field && field.multiple ? [] : ''
    case 'group':
      return blankForm(field.fields)
    case 'repeat':
      return Array.from({ length: field.least ?? 0 }, () => blankForm(field.fields))
    default:
      return ''
  }
}

/** A form before anything was entered, or with what is known. */
export function blankForm(fields: readonly Field[], known: FormValues = {}): FormValues {
  const blank: FormValues = {}
  for (const field of fields) {
    const given = known[field.name]
    if (field.kind === 'group') blank[field.name] = blankForm(field.fields, (given ?? {}) as FormValues)
    else blank[field.name] = given ?? blankOf(field)
    if (field.kind === 'days') blank[field.to] = known[field.to] ?? ''
  }
  return blank
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && !value.trim())

/**
 * What is sent: texts trimmed, fields that are not shown or not filled in left out, lists as they are. A switch, a
 * number 0 and an empty list are answers.
 */
export function bodyOf(fields: readonly Field[], values: FormValues): FormValues {
  const body: FormValues = {}
  const take = (name: string, value: unknown) => {
    if (!isEmpty(value)) body[name] = typeof value === 'string' ? value.trim() : value
  }
  for (const field of fields.filter((one) => isShownField(one, values))) {
    const value = values[field.name]
    if (field.kind === 'group') body[field.name] = bodyOf(field.fields, (value ?? {}) as FormValues)
    else if (field.kind === 'repeat')
      body[field.name] = ((value ?? []) as FormValues[]).map((row) => bodyOf(field.fields, row))
    else take(field.name, value)
    if (field.kind === 'days') take(field.to, values[field.to])
  }
  return body
}
