/** Who and what people pick from: places, items, colleagues. */
import type { Choice } from './components/choice'
import { http } from './api/http'
import type { Answer } from './api/types'

export type Directory = Answer<'/api/directory'>
export type PlaceKind = 'centre' | 'bureau' | 'district'

const lists = { centre: 'centres', bureau: 'bureaus', district: 'districts' } as const

let directory: Promise<Directory> | null = null
/** Districts, centres and bureaus: read once a page load, they change once a year. */
export function getDirectory(): Promise<Directory> {
  directory ??= http.get<Directory>('/directory').catch((error: unknown) => {
    directory = null
    throw error
  })
  return directory
}

export async function findPlaces(kind: PlaceKind): Promise<Choice[]> {
  const places: { code: string; name: string }[] = (await getDirectory())[lists[kind]]
  return places.map(({ code, name }) => ({ value: code, label: name }))
}

export async function findItems(q: string): Promise<Choice[]> {
  const { rows } = await http.get<Answer<'/api/items'>>('/items', { q })
  return rows.map(({ code, name }) => ({ value: code, label: name }))
}

/** Colleagues at one's own place. */
export async function findColleagues(q: string): Promise<Choice[]> {
  const people = await http.get<Answer<'/api/colleagues'>>('/colleagues')
  const found = people.filter(({ name }) => name.includes(q))
  return found.map(({ id, name }) => ({ value: String(id), label: name }))
}

/** Kinds of a noun's records, those an administrator added included. */
export const kindsOf = (noun: string) => async (): Promise<Choice[]> => {
  const kinds = await http.get<Answer<'/api/nouns/{noun}/kinds'>>(`/nouns/${noun}/kinds`)
  return kinds.map(({ key, name }) => ({ value: key, label: name }))
}
