import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import type { Request, RequestHandler } from 'express'
import { ProblemError } from '../errors.ts'

export interface AttemptLimit {
  /** Failed attempts allowed per key and window. */
  attempts: number
  minutes: number
  /** What is counted; default the sender's address. */
  key?: (req: Request) => string
  /** Count successes too: a limit of requests, not of failures. */
  all?: boolean
}

/**
 * Limits failed attempts (answers ≥ 400) at guessing a secret; use in a route's `before`. Counted per process:
 * what must hold over several (the account's lock) is in the database.
 */
export function limitAttempts({ attempts, minutes, key, all = false }: AttemptLimit): RequestHandler {
  return rateLimit({
    windowMs: minutes * 60_000,
    limit: attempts,
    skipSuccessfulRequests: !all,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: key ?? senderAddress,
    handler: () => {
      throw new ProblemError(429, 'too-many-attempts', '尝试次数过多，请稍后再试', {
        headers: { 'Retry-After': String(minutes * 60) },
      })
    },
  })
}

/** The sender's address; IPv6 by its /56, which is what one household has. */
export function senderAddress(req: Request): string {
  return ipKeyGenerator(req.ip ?? '')
}
