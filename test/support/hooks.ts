/**
 * Loaded before every test file. Business time is Asia/Shanghai by name and the database is UTC; the machine's own zone must not matter,
 * so the tests run in a third one, on the other side of midnight. Code that leans on the local zone gives the wrong day here.
 */
process.env['TZ'] = 'America/New_York'

const shared: (() => Promise<void>)[] = []

/** What several files of a process use is closed with the process. */
export function closeAtTheEnd(close: () => Promise<void>): void {
  shared.push(close)
}

/** Called by the test process after its last file; mocha's own command line calls it after all. */
export async function closeShared(): Promise<void> {
  for (const close of shared.splice(0)) await close()
}

export const mochaHooks = { ...(!process.send && { afterAll: closeShared }) }
