import { hash, verify } from '@node-rs/argon2'
import { ProblemError } from '../../errors.ts'

/** argon2id, 19 MiB, two passes (OWASP); the library's defaults, written down. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const AT_ONCE = 2
const WAITING = 500
let running = 0
const queue: (() => void)[] = []

/**
 * Runs password work with at most two checks at a time: each takes 19 MiB and a core for tens of
 * milliseconds, and a login storm must not take the whole machine. A queue too long answers 503.
 */
export async function withHashSlot<T>(work: () => Promise<T>): Promise<T> {
  if (queue.length >= WAITING)
    throw new ProblemError(503, 'too-busy', '登录人数过多，请稍后重试', { headers: { 'Retry-After': '5' } })
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = queue.shift()
    if (next) next()
    else running--
  }
}

/** PHC string for app_user.password_hash. */
export function hashPassword(password: string): Promise<string> {
  return withHashSlot(() => hash(password, cost))
}

/** Stands in for the hash of an account that does not exist, so that its check takes as long. */
let dummy: Promise<string> | undefined

/** Inside `withHashSlot`. Without a hash the answer is false after the same work. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  dummy ??= hash('no account has this password', cost)
  const matches = await verify(stored ?? (await dummy), password)
  return matches && stored !== undefined
}
