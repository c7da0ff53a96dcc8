import { chineseDay, dateTime, fileSize } from '../../format'
import { readChoices, type Choices } from '../choice'
import { words } from '../words'
import { isShownField, type Field, type FileValue, type FormValues } from './field'

/** A line of the read-only view. */
export interface ViewLine {
  path: string
  label: string
  text: string
  files?: FileValue[]
  /** A heading without a value: a group, a row of a repeat. */
  level: number
  heading?: boolean
}
/** The name of a code in a field, as far as it is known. */
type NameOf = (field: Field, code: string) => string | undefined

/** What was entered, line by line, with the labels of the form. */
export function viewOf(
  fields: readonly Field[],
  values: FormValues,
  nameOf: NameOf,
  path = '',
  level = 0,
): ViewLine[] {
  return fields
    .filter((one) => isShownField(one, values))
    .flatMap((field): ViewLine[] => {
      const at = `${path}${field.name}`
      const value = values[field.name]
      const line = { path: at, label: field.label, level }
      if (field.kind === 'group')
        return [
          { ...line, text: '', heading: true },
          ...viewOf(field.fields, (value ?? {}) as FormValues, nameOf, `${at}.`, level + 1),
        ]
      if (field.kind === 'repeat') return viewRows(field, line, value, nameOf)
      if (field.kind === 'file') return [{ ...line, ...viewFiles((value ?? []) as FileValue[]) }]
      return [{ ...line, text: textOf(field, value, values, nameOf) || '—' }]
    })
}

function viewRows(
  field: Extract<Field, { kind: 'repeat' }>,
  line: { path: string; label: string; level: number },
  value: unknown,
  nameOf: NameOf,
): ViewLine[] {
  const rows = (value ?? []) as FormValues[]
  if (!rows.length) return [{ ...line, text: '—' }]
  return rows.flatMap((row, n) => [
    {
      ...line,
      path: `${line.path}.${n}`,
      label: `${field.row ?? field.label} ${n + 1}`,
      text: '',
      heading: true,
    },
    ...viewOf(field.fields, row, nameOf, `${line.path}.${n}.`, line.level + 1),
  ])
}

const viewFiles = (files: FileValue[]) => ({
  files,
  text: files.map(({ name, size }) => `${name}（${fileSize(size)}）`).join('、') || '—',
})

function textOf(field: Field, value: unknown, values: FormValues, nameOf: NameOf): string {
  if (field.kind === 'switch') return value ? words.yes : words.no
  if (field.kind === 'day') return value ? chineseDay(String(value)) : ''
  if (field.kind === 'time') return value ? dateTime(String(value)) : ''
  if (field.kind === 'days') {
    const last = values[field.to]
    return value || last ? `${chineseDay(String(value))} 至 ${chineseDay(String(last))}` : ''
  }
  if (field.kind === 'number')
    return typeof value === 'number' ? `${value}${field.unit ? ` ${field.unit}` : ''}` : ''
  if (field.kind === 'text' && field.secret) return value ? '••••••' : ''
  if (Array.isArray(value)) return value.map((code) => nameOf(field, String(code)) ?? String(code)).join('、')
  const text = value === undefined || value === null ? '' : String(value)
  return text && (nameOf(field, text) ?? text)
}

/** Names the record came with, by field: these need no list. */
export type KnownNames = Readonly<Record<string, string | undefined>>

/** Reads the names of the codes a form holds: choices, places and items, each list once. */
export async function readNames(
  fields: readonly Field[],
  find: (field: Field) => Choices | undefined,
  known: KnownNames = {},
): Promise<NameOf> {
  const byField = new Map<Field, Map<string, string>>()
  const read = async (one: Field): Promise<void> => {
    if (one.kind === 'group' || one.kind === 'repeat') return void (await Promise.all(one.fields.map(read)))
    if (known[one.name]) return
    const choices = 'choices' in one ? one.choices : find(one)
    if (!choices) return
    const found = await readChoices(choices)
    byField.set(one, new Map(found.map(({ value, label }) => [value, label])))
  }
  await Promise.all(fields.map(read))
  return (field, code) => known[field.name] ?? byField.get(field)?.get(code)
}
