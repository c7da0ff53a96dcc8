import { entrustmentScopeIds } from '../../workflows/item/domain.ts'
import type { Trx } from '../../server/db.ts'
import { insertEntrustment } from '../../server/records/item/entrustment.ts'
import type { EntrustmentTerms } from '../../server/records/item/entrustment.ts'
import { readItems } from './items.ts'
import { bureauCode, lineOf, places } from './places.ts'

const terms = {
  now: ['2025-01-01', '2028-12-31'],
  past: ['2022-01-01', '2024-12-31'],
  next: ['2029-01-01', '2031-12-31'],
}

/**
 * Each centre is entrusted by its district's bureaus with every item of the data file. The one in charge of the market
 * has a past agreement and one to come at the city's centre, so that all states are seen.
 */
export async function seedEntrustments(trx: Trx, at: string): Promise<void> {
  for (const centre of places.centres) {
    for (const [i, line] of places.lines.entries()) {
      const id = `${centre.short}-${line.code}-2025`
      await insertEntrustment(trx, id, agreementOf(centre, line, i + 1), { by: 'system', at })
    }
  }
  const [city] = places.centres
  const market = lineOf('市场监督管理局')
  for (const [no, [from, to]] of [
    ['2022', terms.past],
    ['2029', terms.next],
  ] as const) {
    const agreement = {
      ...agreementOf(city!, market, 1),
      no: `${city!.mark}委〔${no}〕第01号`,
      from: from!,
      to: to!,
    }
    await insertEntrustment(trx, `${city!.short}-${market.code}-${no}`, agreement, { by: 'system', at })
  }
}

function agreementOf(
  centre: (typeof places.centres)[number],
  line: (typeof places.lines)[number],
  n: number,
): EntrustmentTerms {
  const [from, to] = terms.now
  const bureau = bureauCode(centre.district, line.code)
  const district = places.districts.find(({ code }) => code === centre.district)!
  return {
    no: `${centre.mark}委〔2025〕第${String(n).padStart(2, '0')}号`,
    bureau,
    centre: centre.code,
    scope: [...entrustmentScopeIds],
    from: from!,
    to: to!,
    sealName: `${district.name}${line.name}行政审批专用章（委托受理）`,
    sendBackHours: 24,
    itemCodes: readItems()
      .filter((item) => item.bureau === line.name)
      .map(({ alias }) => alias),
  }
}
