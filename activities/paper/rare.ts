import { hasGlyph } from './fonts.ts'

/** 〓, the printer's mark for a character the fonts do not have. Never an empty box. */
const absent = '〓'

/** Between these a long word of Latin letters may be broken; `say` in `templates/lib.typ` takes them out again. */
const mayBreak = '\u200B'

/**
 * The same value with every text in it made printable: 〓 where no font has the character. `missing` collects those,
 * to be explained below the paper by their code points. Typst itself is silent about them, and PDF/A forbids them.
 */
export function printable<T>(value: T, missing: Set<string>): T {
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return printableText(node, missing)
    if (Array.isArray(node)) return node.map(walk)
    if (node === null || typeof node !== 'object') return node
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner)]))
  }
  return walk(value) as T
}

/**
 * Without what has no place on paper: controls (a new line stays), direction marks, lone surrogates, and selectors of
 * glyph variants. Nothing is normalised: a name is printed with the very character that is on the document.
 */
function printableText(text: string, missing: Set<string>): string {
  return text
    .replace(/[\p{Zl}\p{Zp}]|\r\n?/gu, '\n')
    .replace(unprintable, '')
    .replace(/\S/gu, (character) => {
      if (!privateUse.test(character) && hasGlyph(character.codePointAt(0)!)) return character
      missing.add(character)
      return absent
    })
    .replace(/[!-~]{20,}/g, (word) => word.match(/.{1,6}/g)!.join(mayBreak))
}

const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Surrogate}\p{Variation_Selector}]/gu
/** What such a code stands for is agreed nowhere: a font's picture of it may be another character's. */
const privateUse = /\p{Co}/u

export function missingNote(missing: ReadonlySet<string>): string | undefined {
  if (!missing.size) return undefined
  const points = [...missing].map((c) => `U+${c.codePointAt(0)!.toString(16).toUpperCase()}`)
  return `注：“${absent}”为字库未收录的字（${points.join('、')}），以有效证件为准。`
}
