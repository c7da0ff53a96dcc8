import { setTimeout as delay } from 'node:timers/promises'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { z } from 'zod'

export const faultModes = ['ok', 'slow', '500', 'duplicate', 'lost-answer', 'out-of-order'] as const
export type FaultMode = (typeof faultModes)[number]

export const controlSchema = z.object({
  target: z.enum(['sms', 'mail']).default('sms'),
  mode: z.enum(faultModes),
  /** Requests it holds for; without it until the next control. */
  count: z.int().positive().optional(),
  delayMs: z.int().min(0).max(120_000).default(8_000),
})
export type Control = z.output<typeof controlSchema>

/** The fault a simulator is told to show next. */
export class Faults {
  private current: Control = { target: 'sms', mode: 'ok', delayMs: 0 }

  set(control: Control): void {
    this.current = { ...control }
  }

  /** The fault for one request; counts it. */
  take(): Control {
    const taken = this.current
    if (taken.count === undefined) return taken
    this.current =
      taken.count > 1 ? { ...taken, count: taken.count - 1 } : { ...taken, mode: 'ok', count: undefined }
    return taken
  }
}

/** Runs `work` under the fault: the work is done in every mode but 500, only the answer differs. */
export async function underFault(
  fault: Control,
  res: Response,
  work: () => { status: number; body: unknown },
): Promise<void> {
  if (fault.mode === '500') {
    res.status(500).json({ code: 'gateway-failure' })
    return
  }
  if (fault.mode === 'slow') await delay(fault.delayMs)
  const { status, body } = work()
  if (fault.mode === 'lost-answer') res.socket?.destroy()
  else res.status(status).json(body)
}

/** 400 for a body or query that is not of the contract. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success)
    throw new BadRequest(result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`))
  return result.data
}

class BadRequest extends Error {
  constructor(readonly faults: string[]) {
    super('bad request')
  }
}

export function answerErrors(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  if (error instanceof BadRequest) res.status(400).json({ code: 'bad-request', errors: error.faults })
  else if (error instanceof SyntaxError) res.status(400).json({ code: 'malformed-json' })
  else res.status(500).json({ code: 'simulator-error', message: String(error) })
}

export const notFound: RequestHandler = (_req, res) => {
  res.status(404).json({ code: 'not-found' })
}
