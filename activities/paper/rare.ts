import type { Content } from 'pdfmake/interfaces'
import type { PaperFonts } from './fonts.ts'

/** 〓, the printer's mark for a character the fonts do not have. Never an empty box. */
const absent = '〓'

/**
 * Gives every text the fonts that have its characters: runs of another family where the first one lacks them, 〓
 * where none has one. `missing` collects those, to be explained below the paper by their code points.
 */
export function withFonts(fonts: PaperFonts, missing: Set<string>): (content: Content) => Content {
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return runs(node)
    if (Array.isArray(node)) return node.map(walk)
    if (node === null || typeof node !== 'object') return node
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, containers.has(key) ? walk(value) : value]),
    )
  }

  const runs = (text: string): unknown => {
    const found: { text: string; font: string }[] = []
    for (const character of printable(text)) {
      const font = fonts.familyFor(character.codePointAt(0)!)
      if (!font && !character.match(/\s/)) missing.add(character)
      const piece = font || character.match(/\s/) ? character : absent
      const family = font ?? 'paper'
      const last = found.at(-1)
      if (last?.font === family) last.text += piece
      else found.push({ text: piece, font: family })
    }
    return found.length === 1 && found[0]!.font === 'paper' ? found[0]!.text : found
  }

  return walk as (content: Content) => Content
}

/** Keys under which content, not settings, is found. */
const containers = new Set(['text', 'stack', 'columns', 'table', 'body', 'content'])

/**
 * Without what has no place on paper: controls (a new line stays), direction marks, lone surrogates, and selectors of
 * glyph variants. Nothing is normalised: a name is printed with the very character that is on the document.
 */
function printable(text: string): string {
  return text.replace(unprintable, '')
}

const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Surrogate}\p{Variation_Selector}]/gu

export function missingNote(missing: ReadonlySet<string>): Content[] {
  if (!missing.size) return []
  const points = [...missing].map((c) => `U+${c.codePointAt(0)!.toString(16).toUpperCase()}`)
  return [
    { text: `注：“${absent}”为字库未收录的字（${points.join('、')}），以有效证件为准。`, style: 'small' },
  ]
}
