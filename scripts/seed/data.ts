import { readFileSync } from 'node:fs'

/** A file of the folder data/. */
export function readData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8')) as T
}
