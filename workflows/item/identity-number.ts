/**
 * Document numbers of applicants: check digits and dates. Pure; the page checks while the clerk types, the server
 * checks again. A resident ID must hold; an organisation code that fails is allowed with a reason, since real
 * registers hold a few.
 */

/** `code`: GA/T 2000.156, where the document has one. `name` on screen. `for`: whose document it is. */
export const documentTypes = {
  'resident-id': { name: '居民身份证', code: '111', for: 'person' },
  passport: { name: '普通护照', code: '414', for: 'person' },
  'hk-macao-permit': { name: '港澳居民来往内地通行证', code: '516', for: 'person' },
  'taiwan-permit': { name: '台湾居民来往大陆通行证', code: '511', for: 'person' },
  'foreign-permanent': { name: '外国人永久居留身份证', code: '553', for: 'person' },
  'credit-code': { name: '统一社会信用代码', code: null, for: 'organisation' },
} as const
export type DocumentType = keyof typeof documentTypes
export const documentTypeIds = Object.keys(documentTypes) as [DocumentType, ...DocumentType[]]

/** What a number turned out to be. */
export const documentKinds = {
  resident: '居民身份证',
  'hmt-resident': '港澳台居民居住证',
  'foreign-permanent-resident': '外国人永久居留身份证',
  organisation: '统一社会信用代码',
  'travel-document': '出入境证件',
} as const
export type DocumentKind = keyof typeof documentKinds

export interface DocumentCheck {
  ok: boolean
  kind: DocumentKind
  /** What is wrong, in Chinese; absent when ok. */
  hint?: string
  /** YYYY-MM-DD. */
  birthday?: string
  /** A number that fails may still be taken with a reason. */
  exceptionAllowed: boolean
}

/** Full-width digits and letters, blanks and lower case as they are typed or pasted → the form that is stored. */
export function normaliseDocumentNo(text: string): string {
  const halfWidth = text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
  return halfWidth.replace(/[\s\u00b7-]/g, '').toUpperCase()
}

/**
 * Checks a number of a document type.
 * @param today YYYY-MM-DD; with it a birthday to come is refused.
 */
export function checkDocument(type: DocumentType, documentNo: string, today?: string): DocumentCheck {
  const no = normaliseDocumentNo(documentNo)
  if (type === 'credit-code') return checkCreditCode(no)
  if (type === 'resident-id') return checkResidentId(no, today)
  if (type === 'foreign-permanent') return checkForeignPermanent(no, today)
  const shape = travelShapes[type]
  const check: DocumentCheck = {
    ok: shape.pattern.test(no),
    kind: 'travel-document',
    exceptionAllowed: false,
  }
  return check.ok ? check : { ...check, hint: shape.hint }
}

const travelShapes = {
  passport: { pattern: /^[A-Z0-9]{5,15}$/, hint: '护照号码为 5 至 15 位字母或数字' },
  'hk-macao-permit': {
    pattern: /^[HMC]\d{8}(\d{2})?$/,
    hint: '港澳居民来往内地通行证以 H、M 或 C 开头，后接 8 位数字',
  },
  'taiwan-permit': { pattern: /^(\d{8}|\d{10}[A-Z]?)$/, hint: '台湾居民来往大陆通行证为 8 位数字' },
} as const

/** First two digits: provinces of GB/T 2260, then the residence permits of Hong Kong, Macao and Taiwan residents. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(
    ' ',
  ),
)
const hmtRegions = new Set(['810000', '820000', '830000'])

/** GB 11643: 6 region, 8 birthday, 3 sequence, 1 check (ISO 7064 MOD 11-2). Cards of 15 digits ended in 2013. */
export function checkResidentId(documentNo: string, today?: string): DocumentCheck {
  const no = normaliseDocumentNo(documentNo)
  const kind = kindOfResident(no)
  const fail = (hint: string): DocumentCheck => ({ ok: false, kind, hint, exceptionAllowed: false })
  if (/^\d{15}$/.test(no)) return fail('15 位身份证已停止使用，请使用 18 位号码')
  if (!/^\d{17}[\dX]$/.test(no)) return fail('身份证号码应为 18 位，最后一位为数字或 X')
  if (kind === 'resident' && !provinces.has(no.slice(0, 2))) return fail('身份证号码前两位不是有效的地区代码')
  return checkPersonNumber(no, kind, today)
}

/** The card of 2023 has 18 digits beginning 9 and the same check; the one before it 3 letters and 12 digits. */
function checkForeignPermanent(no: string, today?: string): DocumentCheck {
  const kind: DocumentKind = 'foreign-permanent-resident'
  if (/^[A-Z]{3}\d{12}$/.test(no)) return { ok: true, kind, exceptionAllowed: false }
  if (!/^9\d{16}[\dX]$/.test(no))
    return {
      ok: false,
      kind,
      hint: '外国人永久居留身份证为 9 开头的 18 位号码，旧证为 3 位字母加 12 位数字',
      exceptionAllowed: false,
    }
  return checkPersonNumber(no, kind, today)
}

function checkPersonNumber(no: string, kind: DocumentKind, today?: string): DocumentCheck {
  const fail = (hint: string): DocumentCheck => ({ ok: false, kind, hint, exceptionAllowed: false })
  const birthday = `${no.slice(6, 10)}-${no.slice(10, 12)}-${no.slice(12, 14)}`
  if (!isRealDay(birthday) || birthday < '1800-01-01') return fail('身份证号码中的出生日期不存在')
  if (today !== undefined && birthday > today) return fail('身份证号码中的出生日期晚于今天')
  if (personCheckDigit(no) !== no[17]) return fail('身份证号码校验位不符，请核对')
  return { ok: true, kind, birthday, exceptionAllowed: false }
}

/** 9: foreign permanent residents, 8xxxxx: residence permits; both carry the resident ID's check digit. */
function kindOfResident(no: string): DocumentKind {
  if (no.startsWith('9')) return 'foreign-permanent-resident'
  return hmtRegions.has(no.slice(0, 6)) ? 'hmt-resident' : 'resident'
}

const personWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of the first 17 digits. */
export function personCheckDigit(first17: string): string {
  const sum = personWeights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return '10X98765432'[sum % 11]!
}

function isRealDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`)
  // Engines differ on 2025-02-30: some refuse it, some read 2 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === day
}

/** GB 32100's 31 characters: no I, O, S, V, Z. */
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 32100: 1 department, 1 kind, 6 region, 9 organisation code, 1 check. */
export function checkCreditCode(documentNo: string): DocumentCheck {
  const no = normaliseDocumentNo(documentNo)
  const fail = (hint: string, exceptionAllowed: boolean): DocumentCheck => ({
    ok: false,
    kind: 'organisation',
    hint,
    exceptionAllowed,
  })
  if (no.length !== 18) return fail('统一社会信用代码应为 18 位', false)
  if ([...no].some((c) => !creditAlphabet.includes(c)))
    return fail('统一社会信用代码只含数字和大写字母，不含 I、O、S、V、Z', true)
  if (creditCheckDigit(no) !== no[17])
    return fail('统一社会信用代码校验位不符；确认无误的，写明原因后可以继续', true)
  return { ok: true, kind: 'organisation', exceptionAllowed: false }
}

/** 31 − (Σ Cᵢ·3^(i−1) mod 31), 31 → 0. */
export function creditCheckDigit(first17: string): string {
  let sum = 0
  let weight = 1
  for (const character of first17.slice(0, 17)) {
    sum += creditAlphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return creditAlphabet[(31 - (sum % 31)) % 31]!
}
