import { creditCheckDigit } from '../../workflows/item/identity-number.ts'
import type { Trx } from '../../server/db.ts'
import { readData } from './data.ts'

interface Places {
  centres: {
    code: string
    name: string
    district: string
    mark: string
    short: string
    address: string
    phone: string
    hours: string
    closingTime: string
  }[]
  lines: { code: string; name: string; mark: string }[]
  districts: { code: string; name: string; mark: string; court: string; government: string }[]
}

interface Districts {
  city: { code: string; name: string }
  districts: { code: string; name: string }[]
}

/** Tobacco bureaus answer to the one above, so that one reconsiders (行政复议法 第二十七条). */
const reconsideredAbove: Record<string, Record<string, string>> = {
  YCJ: { '110000': '国家烟草专卖局', '110108': '北京市烟草专卖局', '110105': '北京市烟草专卖局' },
}

export const city = '110000'
export const places = readData<Places>('places.json')

/** `110108-SCJG`: the bureau of a line in a district. */
export function bureauCode(district: string, line: string): string {
  return `${district}-${line}`
}

/** The line of work by its name in the item data, e.g. 市场监督管理局. */
export function lineOf(name: string): Places['lines'][number] {
  const line = places.lines.find((each) => each.name === name)
  if (!line) throw new Error(`data/places.json has no line ${name}`)
  return line
}

export async function seedPlaces(trx: Trx): Promise<void> {
  const { city: whole, districts } = readData<Districts>('districts.json')
  await trx('district').insert([whole, ...districts].map(({ code, name }, n) => ({ code, name, n })))
  await trx('centre').insert(
    places.centres.map(({ closingTime, ...centre }) => ({ ...centre, closing_time: closingTime })),
  )
  const bureaus = places.districts.flatMap((district) =>
    places.lines.map((line, i) => ({
      code: bureauCode(district.code, line.code),
      name: `${district.name}${line.name}`,
      district: district.code,
      line: line.code,
      mark: `${district.mark}${line.mark}`,
      credit_code: creditCodeOf(district.code, i + 1),
      court: district.court,
      reconsideration: reconsideredAbove[line.code]?.[district.code] ?? district.government,
    })),
  )
  await trx('bureau').insert(bureaus)
}

/** A code of the shape of a state organ's: 1 (editing office), 1 (organ), region, organisation code GB 11714, check. */
export function creditCodeOf(district: string, n: number): string {
  const organisation = `000${String(n).padStart(5, '0')}`
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * Number(organisation[i]), 0)
  const remainder = 11 - (sum % 11)
  const check = remainder === 10 ? 'X' : remainder === 11 ? '0' : String(remainder)
  const body = `11${district}${organisation}${check}`
  return body + creditCheckDigit(body)
}
