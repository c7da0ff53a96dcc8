import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs'

export interface Journal<E> {
  append(event: E): void
}

/**
 * Keeps a simulator's events as lines of JSON, so that a restart knows what it had delivered; without a file they
 * live in memory only. `replay` is called for each event already there. A torn last line (a kill in the middle of a
 * write) is an event that was never answered: it is cut off.
 */
export function openJournal<E>(file: string | undefined, replay: (event: E) => void): Journal<E> {
  if (file && existsSync(file)) replayFile(file, replay)
  return {
    append(event) {
      replay(event)
      if (file) appendFileSync(file, `${JSON.stringify(event)}\n`)
    },
  }
}

function replayFile<E>(file: string, replay: (event: E) => void): void {
  const text = readFileSync(file, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
  for (const line of whole.split('\n')) if (line) replay(JSON.parse(line) as E)
}
