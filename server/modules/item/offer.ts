import { entrustmentStatus, notOfferedReason } from '../../../workflows/item/domain.ts'
import type { EntrustmentStatus } from '../../../workflows/item/domain.ts'
import type { Db } from '../../db.ts'
import { listCovering } from '../../records/item/entrustment.ts'
import type { Entrustment } from '../../records/item/entrustment.ts'

/** Whether a centre takes an item on a day, and under which agreement. */
export interface Offer {
  offered: boolean
  notOfferedReason?: string
  /** The agreement that covers it today, or the one nearest to doing so. */
  entrustment?: Entrustment
}

/** What stands closest to an agreement in force speaks for the item. */
const nearness: Record<EntrustmentStatus, number> = { active: 0, future: 1, expired: 2, ended: 3 }

/** @param day YYYY-MM-DD in Asia/Shanghai. Without a centre (bureau, platform) nothing is taken. */
export async function findOffers(
  db: Db,
  centre: string | undefined,
  day: string,
  itemCodes: readonly string[],
): Promise<Map<string, Offer>> {
  const agreements = centre === undefined ? [] : await listCovering(db, centre, itemCodes)
  return new Map(itemCodes.map((code) => [code, offerOf(agreements, code, day, centre !== undefined)]))
}

function offerOf(agreements: Entrustment[], code: string, day: string, atCentre: boolean): Offer {
  if (!atCentre) return { offered: false, notOfferedReason: '请在政务服务中心窗口收件' }
  const [nearest] = agreements
    .filter(({ items }) => items.some((item) => item.code === code))
    .map((entrustment) => ({ entrustment, status: entrustmentStatus(entrustment, day) }))
    .sort((a, b) => nearness[a.status] - nearness[b.status])
  const reason = notOfferedReason(nearest?.entrustment.scope, nearest?.status)
  return {
    offered: reason === undefined,
    ...(reason !== undefined && { notOfferedReason: reason }),
    ...(nearest && { entrustment: nearest.entrustment }),
  }
}
