/**
 * The clock of a direct office: it begins at a given instant and goes on by itself only a millisecond with every look,
 * so that what comes later is later.
 */
export interface TestClock {
  /** Server and tests: each look is a millisecond after the one before. */
  now(): Date
  /** The same without moving it. */
  peek(): number
}

export function testClock(at: string): TestClock {
  let ms = Date.parse(at)
  return { now: () => new Date(ms++), peek: () => ms }
}

/** Where nothing else is said, tests without Temporal begin on this Monday morning; BANJIAN_TEST_DAY moves all of them. */
export function testDay(): string {
  const day = process.env['BANJIAN_TEST_DAY'] ?? '2026-03-02'
  return `${day}T01:00:00.000Z`
}
