/** The two functions of a clock that gathering needs; given so that a test can keep the time. */
export interface Timers {
  set: (call: () => void, ms: number) => number
  clear: (timer: number) => void
  now: () => number
}
const wallTimers: Timers = {
  set: (call, ms) => setTimeout(call, ms) as unknown as number,
  clear: (timer) => clearTimeout(timer),
  now: () => Date.now(),
}

/** A burst is over when it has been quiet this long. */
const quietMs = 250
/** Under steady load there is no quiet: a list waits no longer than this (twenty acts a second are usual). */
const mostMs = 2000

/**
 * Gathers bursts: one call per key, with the last value, when the key has been quiet for 250 ms, and at the latest
 * 2 s after the first value that was not told.
 */
export function createGatherer<T>(call: (value: T) => void, timers: Timers = wallTimers) {
  const waiting = new Map<string, { timer: number; since: number }>()
  function add(key: string, value: T): void {
    const now = timers.now()
    const before = waiting.get(key)
    if (before) timers.clear(before.timer)
    const since = before?.since ?? now
    const tell = () => {
      waiting.delete(key)
      call(value)
    }
    const ms = Math.max(0, Math.min(quietMs, since + mostMs - now))
    waiting.set(key, { timer: timers.set(tell, ms), since })
  }
  function stop(): void {
    for (const { timer } of waiting.values()) timers.clear(timer)
    waiting.clear()
  }
  return { add, stop }
}
