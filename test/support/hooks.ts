/**
 * Root hooks of every mocha run. A promise that nobody awaited and that failed after its test would otherwise be charged to whichever test
 * runs next: it ends the run here, with its own stack.
 */
export const mochaHooks = {
  beforeAll(): void {
    // Business time in the tests is Asia/Shanghai or UTC by name; the machine's own zone must not matter, so it is a third one.
    process.env['TZ'] ??= 'America/New_York'
  },
}
