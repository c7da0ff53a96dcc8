import { promisedFits } from '../../../workflows/clock/promised.ts'
import { isLicensing } from '../../../workflows/item/domain.ts'
import type { Terms } from '../../../workflows/item/domain.ts'
import type { Trx } from '../../db.ts'
import { ProblemError } from '../../errors.ts'
import type { FieldError } from '../../errors.ts'
import { insertVersion } from '../../records/item/item.ts'
import type { NewItem } from '../../records/item/item.ts'

/** Acceptance of a licence takes 5 working days at most (行政许可法 第三十二条第一款第（四）项). */
const longestAcceptance = 5
/** A grant is delivered within 10 working days (行政许可法 第四十四条). */
const longestDelivery = 10

/** What keeps an item from being published; empty when nothing does. */
export function publicationFaults(item: NewItem): FieldError[] {
  const faults: FieldError[] = []
  const { terms } = item
  const fit = statutoryFit(terms)
  if (!fit.ok) faults.push({ path: 'terms.promised', message: fit.reason })
  if (isLicensing(item.itemType) && terms.acceptance > longestAcceptance)
    faults.push({ path: 'terms.acceptance', message: '行政许可法第三十二条：受理时限不得超过五日（工作日）' })
  if (isLicensing(item.itemType) && terms.delivery > longestDelivery)
    faults.push({ path: 'terms.delivery', message: '行政许可法第四十四条：送达时限不得超过十日（工作日）' })
  if (item.materials.length === 0) faults.push({ path: 'materials', message: '材料清单不能为空' })
  if (item.applicantTypes.length === 0) faults.push({ path: 'applicantTypes', message: '至少一种申请人类型' })
  return faults
}

function statutoryFit(terms: Terms): ReturnType<typeof promisedFits> {
  if (terms.statutory === null) return { ok: true }
  const statutory = { unit: terms.unit, budget: terms.statutory }
  return promisedFits(statutory, { unit: terms.promisedUnit, budget: terms.promised })
}

/**
 * Publishes the next version of an item, or refuses it (422 `item-refused`) with every fault. A promised term that
 * could end after the statutory one on any calendar is one of them.
 */
export async function publishItem(
  trx: Trx,
  item: NewItem,
  by: { name: string; at: string },
): Promise<number> {
  const errors = publicationFaults(item)
  if (errors.length > 0) throw new ProblemError(422, 'item-refused', `事项“${item.name}”不能发布`, { errors })
  return insertVersion(trx, item, by.name, by.at)
}

/**
 * Terms with a promise that can be published. A promise in working days beside a statutory term in calendar days may
 * end later over a long holiday (20 calendar days from 30 September 2025 hold 9 working days): it is then promised in
 * calendar days, five working days being seven of them, never more than the statutory term.
 */
export function publishableTerms(terms: Terms): Terms {
  if (terms.statutory === null || statutoryFit(terms).ok) return terms
  const promised = Math.min(terms.statutory, Math.floor((terms.promised * 7) / 5))
  const promisedNote = `原拟承诺 ${terms.promised} 个工作日，遇长假可能晚于法定时限届满，按 ${promised} 个自然日公布`
  return { ...terms, promised, promisedUnit: 'calendar-day', promisedNote }
}
