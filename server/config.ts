import { createHash } from 'node:crypto'
import { z } from 'zod'
import { createPersonal } from './personal.ts'

const DEMO_SECRET = 'banjian-demo-secret-not-for-production'
/** Key of the demo's personal data: anybody can read it here, so it is refused outside the demo. */
const DEMO_DATA_KEY = `demo:${createHash('sha256').update(DEMO_SECRET).digest('hex')}`

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('banjian'),
  FILES_DIR: z.string().min(1).default('.data/files'),
  SMS_URL: z.string().optional(),
  SESSION_SECRET: z.string().min(24, '至少 24 个字符').optional(),
  DATA_KEY: z.string().optional(),
  BANJIAN_DEMO: z.enum(['0', '1']).default('0'),
  WEB_DIST: z.string().min(1).default('web/dist'),
  PUBLIC_URL: z.string().optional(),
  TRUST_PROXY: z.string().optional(),
  CLOCK_SPREAD_SECONDS: z.coerce.number().int().min(0).max(3600).default(300),
  PAPER: z.enum(['typst', 'plain']).default('typst'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

/** Settings of one server process. Only here are environment variables read. */
export interface Config {
  port: number
  databaseUrl: string
  temporalAddress: string
  temporalNamespace: string
  /** Where workers take their tasks; servers and workers of one installation name the same. */
  taskQueue: string
  /** Folder of the file store; partial uploads lie in `<filesDir>/uploads`. */
  filesDir: string
  /** Address of the SMS gateway; without it messages stay queued and an incident says so. */
  smsUrl?: string
  sessionSecret: string
  /** Keys of personal data at rest, `<id>:<32 bytes in base64 or hex>`, newest first (server/personal.ts). */
  dataKey: string
  /** Demo stack: demo accounts may exist, cookies work over plain HTTP. */
  demo: boolean
  /** Folder of the built web. */
  webDist: string
  /** Address people type; https here makes the cookies Secure. */
  publicUrl: string
  /** Express `trust proxy`: addresses of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustProxy?: string
  /**
   * Many terms end at one midnight: each case's clock timers wake up to this many seconds later. The legal effect
   * keeps its date; only the work is spread.
   */
  clockSpreadSeconds: number
  /** How papers are printed; `plain` gives empty sheets, for tests and measurements that read none. Demo only. */
  paper: 'typst' | 'plain'
  logLevel: string
}

/**
 * Reads and checks the environment; throws one error that names every wrong variable.
 * Refuses the demo's session secret outside the demo (reliability S28).
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Configuration refused — ${faults.join('; ')}`)
  }
  const e = parsed.data
  const demo = e.BANJIAN_DEMO === '1'
  const publicUrl = e.PUBLIC_URL ?? `http://localhost:${e.PORT}`
  refuseUnreachable(publicUrl, e.TRUST_PROXY)
  return {
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    temporalAddress: e.TEMPORAL_ADDRESS,
    temporalNamespace: e.TEMPORAL_NAMESPACE,
    taskQueue: e.TEMPORAL_TASK_QUEUE,
    filesDir: e.FILES_DIR,
    smsUrl: e.SMS_URL,
    sessionSecret: sessionSecret(e.SESSION_SECRET, demo),
    dataKey: dataKey(e.DATA_KEY, demo),
    demo,
    webDist: e.WEB_DIST,
    publicUrl: publicUrl.replace(/\/$/, ''),
    trustProxy: e.TRUST_PROXY,
    clockSpreadSeconds: e.CLOCK_SPREAD_SECONDS,
    paper: paper(e.PAPER, demo),
    logLevel: e.LOG_LEVEL,
  }
}

/** TLS ends at a proxy: without its address no request counts as https, no cookie is set, and nobody can sign in. */
function refuseUnreachable(publicUrl: string, trustProxy: string | undefined): void {
  if (publicUrl.startsWith('https:') && !trustProxy)
    throw new Error(
      'Configuration refused — TRUST_PROXY: PUBLIC_URL is https, so name the address (or network) of the proxy where TLS ends; it must send X-Forwarded-Proto',
    )
}

function sessionSecret(given: string | undefined, demo: boolean): string {
  if (demo) return given ?? DEMO_SECRET
  if (!given || given === DEMO_SECRET)
    throw new Error(
      'Configuration refused — SESSION_SECRET: set a secret of your own of at least 24 characters',
    )
  return given
}

function paper(given: Config['paper'], demo: boolean): Config['paper'] {
  if (given === 'plain' && !demo)
    throw new Error('Configuration refused — PAPER: an empty sheet is no paper of an office')
  return given
}

/** Checked at start: a malformed key found at the first case would be found too late. */
function dataKey(given: string | undefined, demo: boolean): string {
  const keys = given ?? (demo ? DEMO_DATA_KEY : undefined)
  if (!keys || (!demo && keys.includes(DEMO_DATA_KEY)))
    throw new Error(
      'Configuration refused — DATA_KEY: set a key of your own, <id>:<32 bytes in base64 or hex>',
    )
  createPersonal(keys)
  return keys
}
