import type { Choice, Choices, Finder } from '../choice'

/** Filters of a list: every value is a text, '' stands for "any"; they stand in the address under their names. */
export type Values = Record<string, string>

interface Named {
  name: string
  label: string
  placeholder?: string
  /** Width in px on a wide screen. */
  width?: number
  /** Its `data-test`; `filter-<name>` when left out. */
  test?: string
}
export type FilterField =
  | (Named & { kind: 'text' })
  | (Named & { kind: 'select'; choices: Choices; filterable?: boolean })
  | (Named & { kind: 'segmented'; choices: readonly Choice[] })
  | (Named & { kind: 'remote'; find: Finder })
  /** A range of days; `name` holds the first, `to` the last. */
  | (Named & { kind: 'days'; to: string })

export const namesOf = (fields: readonly FilterField[]): string[] =>
  fields.flatMap((field) => (field.kind === 'days' ? [field.name, field.to] : [field.name]))

export const noValues = (fields: readonly FilterField[]): Values =>
  Object.fromEntries(namesOf(fields).map((name) => [name, '']))

/** The filters set, in words: for the name of a saved filter and for the empty list. Codes without a name stay. */
export function filterWords(
  fields: readonly FilterField[],
  values: Values,
  labelOf: (field: FilterField, value: string) => string | undefined = labelOfChoice,
): string {
  return fields
    .flatMap((field) => {
      const value = values[field.name] ?? ''
      if (field.kind === 'days') {
        const last = values[field.to] ?? ''
        return value || last ? [`${field.label} ${value || '…'} 至 ${last || '…'}`] : []
      }
      if (!value) return []
      return [field.kind === 'text' ? `“${value}”` : (labelOf(field, value) ?? value)]
    })
    .join(' · ')
}

function labelOfChoice(field: FilterField, value: string): string | undefined {
  if (!('choices' in field) || typeof field.choices === 'function') return undefined
  return field.choices.find((one) => one.value === value)?.label
}
