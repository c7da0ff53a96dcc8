import { diffWords } from 'diff'

/** What happened to one field between two versions. */
export type ChangeKind = 'added' | 'removed' | 'changed' | 'same'
export interface DiffLine {
  path: string
  label: string
  kind: ChangeKind
  before: string
  after: string
  /** Both texts in parts, for a changed field: what stayed, what went, what came. */
  parts: DiffPart[]
}
export interface DiffPart {
  text: string
  kind: 'same' | 'added' | 'removed'
}
/** A field of what is compared. `text` says its value in words; without it texts, numbers, days and lists say themselves. */
export interface DiffField<T = Record<string, unknown>> {
  path: string
  label: string
  text?: (value: unknown, whole: T) => string
}

// Chinese has no spaces between words: the language's own segmenter finds them.
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Two texts in parts. Beyond some thousands of letters the comparison takes too long to be waited for. */
export function textParts(before: string, after: string): DiffPart[] {
  if (before.length + after.length > 20_000)
    return [
      { text: before, kind: 'removed' },
      { text: after, kind: 'added' },
    ]
  return diffWords(before, after, { intlSegmenter: segmenter }).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }))
}

/** Field by field, in the order of the fields; `same` ones too: the reader decides whether to see them. */
export function diffOf<T extends object>(
  before: Partial<T>,
  after: Partial<T>,
  fields: readonly DiffField<T>[],
): DiffLine[] {
  return fields.map(({ path, label, text }) => {
    const say = (whole: Partial<T>) => {
      const value = valueAt(whole, path)
      return isNothing(value) ? '' : (text ?? sayValue)(value, whole as T)
    }
    const [was, is] = [say(before), say(after)]
    const kind = kindOf(was, is)
    return { path, label, kind, before: was, after: is, parts: kind === 'changed' ? textParts(was, is) : [] }
  })
}

function kindOf(before: string, after: string): ChangeKind {
  if (before === after) return 'same'
  if (!before) return 'added'
  return after ? 'changed' : 'removed'
}

function valueAt(whole: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], whole)
}
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

function sayValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(sayValue).join('、')
  if (typeof value !== 'object' || value === null) return String(value)
  const { name, label } = value as { name?: unknown; label?: unknown }
  return typeof name === 'string' ? name : typeof label === 'string' ? label : JSON.stringify(value)
}
