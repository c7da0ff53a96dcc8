/**
 * The one rule by which records are found, in every list and in Ctrl-K. What is public (an organisation, an item, a ticket's
 * title) is found by any two neighbouring characters; a number by its end; a person by the whole name or how it begins,
 * the whole document number, the phone or its last four: of these only keyed hashes are kept, so that whoever reads the
 * tables learns nobody's name. pg_trgm cannot serve this: a word of two characters has no trigram.
 */
import type { Personal } from './personal.ts'

/** What a record is found by. */
export interface Findable {
  number: string
  /** Public texts: names of organisations and items, titles. */
  texts: readonly string[]
  /** Names of people. */
  people?: readonly string[]
  phones?: readonly string[]
  documents?: readonly string[]
}

/** What was typed: all of `pairs`, or one of `exact`. */
export interface Sought {
  pairs: string[]
  exact: string[]
}

const shortestTail = 4
const longestTail = 12
/** Names are told apart long before; a transliterated one has up to 30. */
const longestStart = 20

export function keysOf(personal: Personal, { number, texts, ...hidden }: Findable): string[] {
  const { people = [], phones = [], documents = [] } = hidden
  const secrets = [...people.flatMap(startsOf), ...phones.flatMap(phoneForms), ...documents]
  return [
    ...new Set([
      ...texts.flatMap((text) => pairsOf(fold(text))),
      ...tailsOf(fold(number)),
      ...secrets.map((text) => hashOf(personal, fold(text))),
    ]),
  ]
}

export function soughtBy(personal: Personal, q: string): Sought {
  const text = fold(q)
  return { pairs: pairsOf(text), exact: text === '' ? [] : [tailKey(text), hashOf(personal, text)] }
}

/** Widths and cases are one; the dots of names (·•．.), spaces and brackets are none: everybody types them otherwise. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function pairsOf(text: string): string[] {
  const characters = [...text]
  return characters.slice(1).map((second, i) => `${characters[i]}${second}`)
}

const tailKey = (text: string): string => `#${text}`

function tailsOf(number: string): string[] {
  const tails = Array.from({ length: longestTail - shortestTail + 1 }, (_, i) =>
    number.slice(-shortestTail - i),
  )
  return [number, ...tails].map(tailKey)
}

/** 王小明: 王小, 王小明. One character alone is half a country. */
function startsOf(name: string): string[] {
  const characters = [...fold(name)]
  const starts = characters.slice(1, longestStart).map((_, i) => characters.slice(0, i + 2).join(''))
  return [...starts, characters.join('')]
}

const phoneForms = (phone: string): string[] => [phone, fold(phone).slice(-4)]

/** 64 bits tell records of a country apart; a hash of its own use cannot be matched with the look-up hashes of other columns. */
const hashOf = (personal: Personal, text: string): string =>
  `~${personal.hash(`search ${text}`).slice(0, 16)}`
