import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

const EVERY_MS = 700
/** Lines per log and look; the rest is in the log. */
const AT_MOST = 4

export interface WatchedLog {
  name: string
  file: string
  /** `warn`: from warnings on. `error`: only what stops it (PostgreSQL and Temporal warn about every restart of a client). */
  from: 'warn' | 'error'
}

/** Prints warnings from the children's logs with their name in front. @returns how to stop. */
export function printWarnings(logs: WatchedLog[], say: (line: string) => void): () => void {
  const offsets = new Map(logs.map((log) => [log.file, existsSync(log.file) ? statSync(log.file).size : 0]))
  const look = (log: WatchedLog) => {
    const text = readFrom(log.file, offsets)
    const lines = text.split('\n').flatMap((line) => warningIn(line, log.from) ?? [])
    for (const line of lines.slice(0, AT_MOST)) say(`[${log.name}] ${line}`)
    if (lines.length > AT_MOST) say(`[${log.name}] …另有 ${lines.length - AT_MOST} 条,见 ${log.file}`)
  }
  const timer = setInterval(() => logs.forEach(look), EVERY_MS)
  return () => clearInterval(timer)
}

function readFrom(file: string, offsets: Map<string, number>): string {
  if (!existsSync(file)) return ''
  const size = statSync(file).size
  const offset = Math.min(offsets.get(file) ?? 0, size)
  const buffer = Buffer.alloc(Math.min(size - offset, 256 * 1024))
  if (!buffer.length) return ''
  const handle = openSync(file, 'r')
  try {
    readSync(handle, buffer, 0, buffer.length, offset)
  } finally {
    closeSync(handle)
  }
  // Only whole lines: the rest of the last one is read at the next look.
  const end = buffer.lastIndexOf(10) + 1
  offsets.set(file, offset + end)
  return buffer.subarray(0, end).toString('utf8')
}

/** The text of a log line that is at least a warning: pino's and Temporal's JSON, PostgreSQL's and Node's plain text. */
function warningIn(line: string, from: 'warn' | 'error'): string | undefined {
  if (line.startsWith('{')) {
    try {
      return warningInJson(JSON.parse(line) as Record<string, unknown>, from)
    } catch {
      return undefined
    }
  }
  const pattern = from === 'warn' ? /\b(WARN|WARNING|ERROR|FATAL|Error:)/ : /\b(PANIC|could not)\b/
  return pattern.test(line) ? line.slice(0, 300) : undefined
}

function warningInJson(entry: Record<string, unknown>, from: 'warn' | 'error'): string | undefined {
  const level = entry['level']
  const severe =
    typeof level === 'number'
      ? level >= (from === 'warn' ? 40 : 50)
      : from === 'error'
        ? level === 'fatal'
        : level !== 'info'
  if (!severe) return undefined
  const error = entry['err'] ?? entry['error']
  const reason = typeof error === 'object' && error !== null ? (error as { message?: string }).message : error
  return [entry['msg'], reason]
    .filter((part) => typeof part === 'string')
    .join(':')
    .slice(0, 300)
}
