import { randomInt } from 'node:crypto'
import type { Personal } from '../../personal.ts'

/** Crockford's base32: no I, L, O, U, so that nothing on a printed receipt can be misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8

/** 40 bits of chance; guesses are limited at the citizen's login. */
export function createQuerySecret(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** As people type it: lower case, blanks, O for 0, I and L for 1. */
export function normaliseSecret(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}

/** What `case_record.query_secret_hash` holds; bound to the case, so that equal secrets have different hashes. */
export function secretHash(personal: Pick<Personal, 'hash'>, caseNo: string, secret: string): string {
  return personal.hash(`query secret ${caseNo} ${normaliseSecret(secret)}`)
}
