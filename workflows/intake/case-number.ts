/**
 * 办件编号: <district 6><centre short><yyyymmdd><sequence 5><check 1>, e.g. 110108HD2026031800042K. The check
 * character is ISO 7064 MOD 37,36: one wrong character or two swapped neighbours are seen before the look-up.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SHAPE = /^\d{6}[A-Z0-9]{1,4}\d{8}\d{5}[0-9A-Z]$/

/** Cases one centre can take on a day. */
export const mostCasesADay = 99_999

export interface CaseNumberParts {
  /** GB/T 2260; of a 12-digit code the first six are used. */
  district: string
  /** The centre's part, 1 to 4 capitals or digits. */
  centre: string
  /** Day of receipt, YYYY-MM-DD. */
  day: string
  /** 1-based, of the centre and the day. */
  n: number
}

export function buildCaseNumber({ district, centre, day, n }: CaseNumberParts): string {
  if (n < 1 || n > mostCasesADay) throw new RangeError(`case sequence out of range: ${n}`)
  const body = `${district.slice(0, 6)}${centre}${day.replaceAll('-', '')}${String(n).padStart(5, '0')}`
  return body + checkCharacter(body)
}

/** As people write it down: blanks, hyphens and lower case do not matter. */
export function normaliseCaseNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase()
}

/** Whether a text can be one of our case numbers, check character included. */
export function isCaseNumber(text: string): boolean {
  return SHAPE.test(text) && checkCharacter(text.slice(0, -1)) === text.at(-1)
}

/** ISO 7064 hybrid system MOD 37,36. */
export function checkCharacter(body: string): string {
  let product = 36
  for (const character of body) {
    const sum = (product + ALPHABET.indexOf(character)) % 36
    product = ((sum === 0 ? 36 : sum) * 2) % 37
  }
  return ALPHABET[(37 - product) % 36]!
}
