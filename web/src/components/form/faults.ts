import { words } from '../words'
import { isShownField, type Field, type FormValues } from './field'

/** What is wrong, by path: `contact.phone`, `people.0.name`. */
export type Faults = Record<string, string>

/** Everything that is wrong with what is shown, in the order of the form. */
export function faultsOf(fields: readonly Field[], values: FormValues, path = ''): Faults {
  const faults: Faults = {}
  for (const field of fields.filter((one) => isShownField(one, values))) {
    const at = `${path}${field.name}`
    const fault = ownFault(field, values)
    if (fault) faults[at] = fault
    if (field.kind === 'group')
      Object.assign(faults, faultsOf(field.fields, (values[field.name] ?? {}) as FormValues, `${at}.`))
    if (field.kind === 'repeat')
      rowsOf(values[field.name]).forEach((row, n) =>
        Object.assign(faults, faultsOf(field.fields, row, `${at}.${n}.`)),
      )
  }
  return faults
}

const rowsOf = (value: unknown) => (Array.isArray(value) ? (value as FormValues[]) : [])

function ownFault(field: Field, values: FormValues): string | undefined {
  const value = values[field.name]
  if (isMissing(field, values)) return field.required ? missing(field) : undefined
  return faultOfKind(field, value) ?? field.rule?.(value, values)
}

function isMissing(field: Field, values: FormValues): boolean {
  const value = values[field.name]
  // A group has no value of its own; a switch is answered either way, unless it must be on.
  if (field.kind === 'group') return false
  if (field.kind === 'switch') return value !== true
  if (field.kind === 'days') return !value || !values[field.to]
  if (Array.isArray(value)) return value.length === 0
  return value === undefined || value === null || String(value).trim() === ''
}

function missing(field: Field): string {
  if (field.kind === 'file') return words.requiredFile(field.label)
  const typed = ['text', 'textarea', 'number', 'repeat'].includes(field.kind)
  return typed ? words.required(field.label) : words.requiredChoice(field.label)
}

function faultOfKind(field: Field, value: unknown): string | undefined {
  switch (field.kind) {
    case 'text':
    case 'textarea':
      return field.max && String(value).trim().length > field.max ? words.tooLong(field.max) : undefined
    case 'number':
      return faultOfNumber(field, value)
    case 'day':
      if (field.first && String(value) < field.first) return words.tooEarly(field.first)
      return field.last && String(value) > field.last ? words.tooLate(field.last) : undefined
    case 'file':
    case 'repeat':
      return faultOfLength(field, (value as unknown[]).length)
    default:
      return undefined
  }
}

function faultOfNumber({ min, max }: { min?: number; max?: number }, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return words.notNumber
  if (min !== undefined && value < min) return words.tooSmall(min)
  return max !== undefined && value > max ? words.tooLarge(max) : undefined
}

function faultOfLength({ least, most }: { least?: number; most?: number }, n: number): string | undefined {
  if (least !== undefined && n < least) return words.tooFew(least)
  return most !== undefined && n > most ? words.tooMany(most) : undefined
}

/**
 * Puts a server's errors to the fields of the form. An error inside of what one field holds (`items.3.code` of a
 * multi-select `items`) is that field's; one that no field holds is in `rest` and must be told beside the form.
 */
export function placeErrors(
  fields: readonly Field[],
  values: FormValues,
  errors: Readonly<Record<string, string>>,
): { placed: Faults; rest: string[] } {
  const paths = pathsOf(fields, values)
  const placed: Faults = {}
  const rest: string[] = []
  for (const [path, message] of Object.entries(errors)) {
    const holders = paths.filter((one) => path === one.error || path.startsWith(`${one.error}.`))
    const holder = holders.sort((a, b) => b.error.length - a.error.length)[0]
    if (holder) placed[holder.field] ??= message
    else rest.push(message)
  }
  return { placed, rest }
}

/** Where an error may be told, and at which field: the last day of a range is told at the range. */
function pathsOf(
  fields: readonly Field[],
  values: FormValues,
  path = '',
): { error: string; field: string }[] {
  return fields
    .filter((one) => isShownField(one, values))
    .flatMap((field) => {
      const at = `${path}${field.name}`
      const own = [{ error: at, field: at }]
      if (field.kind === 'days') return [...own, { error: `${path}${field.to}`, field: at }]
      if (field.kind === 'group')
        return [...own, ...pathsOf(field.fields, (values[field.name] ?? {}) as FormValues, `${at}.`)]
      if (field.kind !== 'repeat') return own
      const rows = rowsOf(values[field.name])
      return [...own, ...rows.flatMap((row, n) => pathsOf(field.fields, row, `${at}.${n}.`))]
    })
}
