/**
 * Loaded before every test file. Business time is Asia/Shanghai by name and the database is UTC; the machine's own zone must not matter,
 * so the tests run in a third one, on the other side of midnight. Code that leans on the local zone gives the wrong day here.
 */
process.env['TZ'] = 'America/New_York'

export const mochaHooks = {}
