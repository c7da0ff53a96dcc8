import { Router } from 'express'
import { z } from 'zod'
import { Faults, parsed, underFault } from './faults.ts'
import { openJournal } from './journal.ts'

const instant = z.iso.datetime({ offset: true })
const party = z.object({
  name: z.string().min(1).max(200),
  address: z.string().min(1).max(300),
  phone: z.string().max(30),
})

const createSchema = z.object({
  requestId: z.string().min(1).max(100),
  caseNo: z.string().max(60),
  /** What is inside, e.g. the numbers of the papers. */
  contents: z.array(z.string().max(200)).min(1),
  sender: party,
  recipient: party,
  at: instant,
})
const signSchema = z.object({
  signedBy: z.string().min(1).max(100),
  relation: z.string().max(40).default('本人'),
  at: instant,
})
const returnSchema = z.object({ reason: z.string().min(1).max(200), at: instant })
const listSchema = z.object({ caseNo: z.string().optional() })

export interface Shipment extends z.output<typeof createSchema> {
  trackingNo: string
  status: 'accepted' | 'in-transit' | 'signed' | 'returned'
  events: { at: string; text: string }[]
  /** 回执: proof of service by mail. */
  receipt?: { receiptNo: string; signedBy: string; relation: string; signedAt: string }
}

interface MailEvent {
  type: 'shipment'
  shipment: Shipment
}

/** A mail carrier with tracking and signed receipts (contract: contracts/mail.yaml). */
export class MailCarrier {
  readonly faults = new Faults()
  private readonly shipments = new Map<string, Shipment>()
  private readonly journal

  constructor(stateFile?: string) {
    this.journal = openJournal<MailEvent>(stateFile, ({ shipment }) =>
      this.shipments.set(shipment.trackingNo, shipment),
    )
  }

  list(filter: { caseNo?: string } = {}): Shipment[] {
    return [...this.shipments.values()].filter(
      (s) => filter.caseNo === undefined || s.caseNo === filter.caseNo,
    )
  }

  router(): Router {
    const router = Router()
    router.post('/mail/shipments', async (req, res) => {
      const request = parsed(createSchema, req.body)
      await underFault(this.faults.take(), res, () => this.create(request))
    })
    router.get(
      '/mail/shipments',
      (req, res) => void res.json({ shipments: this.list(parsed(listSchema, req.query)) }),
    )
    router.get('/mail/shipments/:no', (req, res, next) => {
      const shipment = this.shipments.get(req.params.no)
      if (shipment) res.json(shipment)
      else next()
    })
    router.get('/mail/shipments/:no/receipt', (req, res, next) => {
      const receipt = this.shipments.get(req.params.no)?.receipt
      if (receipt) res.json(receipt)
      else next()
    })
    this.routeEvents(router)
    return router
  }

  /** What happens to a shipment on its way; a person or a test says when. */
  private routeEvents(router: Router): void {
    router.post('/mail/shipments/:no/sign', (req, res, next) => {
      const { signedBy, relation, at } = parsed(signSchema, req.body)
      const shipment = this.move(req.params.no, 'signed', at, `已签收，签收人：${signedBy}（${relation}）`, {
        receipt: { receiptNo: `R${req.params.no}`, signedBy, relation, signedAt: at },
      })
      if (shipment) res.json(shipment)
      else next()
    })
    router.post('/mail/shipments/:no/return', (req, res, next) => {
      const { reason, at } = parsed(returnSchema, req.body)
      const shipment = this.move(req.params.no, 'returned', at, `退回：${reason}`)
      if (shipment) res.json(shipment)
      else next()
    })
  }

  private create(request: z.output<typeof createSchema>): { status: number; body: unknown } {
    const before = this.list().find((shipment) => shipment.requestId === request.requestId)
    if (before) return { status: 200, body: { trackingNo: before.trackingNo, duplicate: true } }
    const trackingNo = trackingNumber(10_000_000 + this.shipments.size + 1)
    const events = [{ at: request.at, text: '已收寄' }]
    this.journal.append({
      type: 'shipment',
      shipment: { ...request, trackingNo, status: 'accepted', events },
    })
    return { status: 200, body: { trackingNo, duplicate: false } }
  }

  /** A signed or returned shipment does not move any more. */
  private move(
    no: string,
    status: Shipment['status'],
    at: string,
    text: string,
    more: Partial<Shipment> = {},
  ) {
    const shipment = this.shipments.get(no)
    if (!shipment) return undefined
    if (shipment.status === 'signed' || shipment.status === 'returned') return shipment
    const moved = { ...shipment, ...more, status, events: [...shipment.events, { at, text }] }
    this.journal.append({ type: 'shipment', shipment: moved })
    return moved
  }
}

/** UPU S10: two letters, eight digits, a check digit, the country. */
export function trackingNumber(serial: number): string {
  const digits = [...String(serial).padStart(8, '0')].map(Number)
  const weights = [8, 6, 4, 2, 3, 5, 9, 7]
  const sum = digits.reduce((total, digit, i) => total + digit * weights[i]!, 0)
  const check = 11 - (sum % 11)
  return `EX${digits.join('')}${check === 10 ? 0 : check === 11 ? 5 : check}CN`
}
