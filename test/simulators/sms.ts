import { Router } from 'express'
import { z } from 'zod'
import { Faults, parsed, underFault } from './faults.ts'
import { openJournal } from './journal.ts'

const sendSchema = z.object({
  requestId: z.string().min(1).max(100),
  phone: z.string().regex(/^\+?[0-9-]{5,20}$/),
  text: z.string().min(1).max(500),
  caseNo: z.string().max(60).optional(),
  at: z.iso.datetime({ offset: true }),
})

const listSchema = z.object({ phone: z.string().optional(), caseNo: z.string().optional() })

export interface SmsMessage extends z.output<typeof sendSchema> {
  /** The gateway's id. */
  id: string
  /** How often the phone got it; 2 when the gateway was told to deliver twice. */
  deliveries: number
  /** Times the gateway was asked for this request id. */
  requests: number
}

type SmsEvent =
  | { type: 'sms'; message: SmsMessage; held: boolean }
  | { type: 'sms-release'; requestId: string }
  | { type: 'sms-asked'; requestId: string }

/** An SMS gateway that delivers a request id once (contract: contracts/sms.yaml). */
export class SmsGateway {
  readonly faults = new Faults()
  /** In the order in which phones got them. */
  private readonly delivered: SmsMessage[] = []
  private readonly known = new Map<string, SmsMessage>()
  private held: SmsMessage[] = []
  private readonly journal

  constructor(stateFile?: string) {
    this.journal = openJournal<SmsEvent>(stateFile, (event) => this.apply(event))
  }

  list(filter: { phone?: string; caseNo?: string } = {}): SmsMessage[] {
    return this.delivered.filter(
      (message) =>
        (filter.phone === undefined || message.phone === filter.phone) &&
        (filter.caseNo === undefined || message.caseNo === filter.caseNo),
    )
  }

  router(): Router {
    const router = Router()
    router.post('/sms', async (req, res) => {
      const request = parsed(sendSchema, req.body)
      const fault = this.faults.take()
      await underFault(fault, res, () => this.accept(request, fault.mode))
    })
    router.get('/sms', (req, res) => {
      res.json({ messages: this.list(parsed(listSchema, req.query)) })
    })
    return router
  }

  private accept(request: z.output<typeof sendSchema>, mode: string): { status: number; body: unknown } {
    const before = this.known.get(request.requestId)
    if (before && (before.text !== request.text || before.phone !== request.phone))
      return { status: 409, body: { code: 'request-id-reused' } }
    if (before) {
      this.journal.append({ type: 'sms-asked', requestId: request.requestId })
      return { status: 200, body: { id: before.id, duplicate: true } }
    }
    const id = `sms-${String(this.known.size + 1).padStart(6, '0')}`
    const message = { ...request, id, deliveries: mode === 'duplicate' ? 2 : 1, requests: 1 }
    const late = mode === 'out-of-order'
    this.journal.append({ type: 'sms', message, held: late })
    // What was held back arrives behind the first message that was not.
    if (!late)
      for (const { requestId } of [...this.held]) this.journal.append({ type: 'sms-release', requestId })
    return { status: 200, body: { id, duplicate: false } }
  }

  private apply(event: SmsEvent): void {
    if (event.type === 'sms') {
      this.known.set(event.message.requestId, event.message)
      const queue = event.held ? this.held : this.delivered
      queue.push(event.message)
    } else if (event.type === 'sms-asked') {
      this.known.get(event.requestId)!.requests += 1
    } else {
      this.held = this.held.filter((message) => message.requestId !== event.requestId)
      this.delivered.push(this.known.get(event.requestId)!)
    }
  }
}
