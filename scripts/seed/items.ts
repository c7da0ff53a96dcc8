import type { ApplicantType } from '../../workflows/case/domain.ts'
import { buildItemCodes } from '../../workflows/item/domain.ts'
import type {
  HandlingMode,
  LegalBasis,
  MaterialSpec,
  SpecialStage,
  Terms,
  Verification,
} from '../../workflows/item/domain.ts'
import type { Trx } from '../../server/db.ts'
import { publishableTerms, publishItem } from '../../server/modules/item/publication.ts'
import type { NewItem } from '../../server/records/item/item.ts'
import { readData } from './data.ts'
import { bureauCode, city, creditCodeOf, lineOf, places } from './places.ts'

/** An item as data/items.json has it. */
interface ItemData {
  alias: string
  name: string
  itemType: string
  bureau: string
  applicantTypes: ApplicantType[]
  theme: string
  oneThing: string | null
  mode: HandlingMode
  terms: Terms
  basis: LegalBasis[]
  verified: Verification
  specialStages: SpecialStage[]
  materials: MaterialSpec[]
  result: string
}

/** Type part of the basic code: 01 licensing, 07 confirmation and registration, 20 public service, 10 other. */
const typeCodes: Record<string, string> = { 行政许可: '01', 行政登记: '07', 公共服务: '20' }

export function readItems(): ItemData[] {
  return readData<{ items: ItemData[] }>('items.json').items
}

/** Publishes every item of the data file through the same check as any other. */
export async function seedItems(trx: Trx, at: string): Promise<void> {
  for (const [i, data] of readItems().entries()) {
    await publishItem(trx, toItem(data, i + 1), { name: 'system', at })
  }
}

export function toItem(data: ItemData, n: number): NewItem {
  const line = lineOf(data.bureau)
  const { alias, result, bureau: _name, ...rest } = data
  const lineNo = places.lines.indexOf(line) + 1
  // 2 region (00: the national catalogue), 2 type, 8 of our own: line and number.
  const basic = `00${typeCodes[data.itemType] ?? '10'}${String(lineNo).padStart(3, '0')}${String(n).padStart(5, '0')}`
  return {
    ...rest,
    code: alias,
    bureau: bureauCode(city, line.code),
    terms: publishableTerms(data.terms),
    resultName: result,
    codes: buildItemCodes(creditCodeOf(city, lineNo), '2', basic),
  }
}
