import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Encryption of personal data at rest and its keyed look-up (reliability S16). */
export interface Personal {
  /** AES-256-GCM with the newest key: `<key id>.<base64url of iv 12 + tag 16 + ciphertext>`. */
  seal(text: string): string
  /** Throws PersonalDataError when the key is gone or one byte was changed. */
  open(sealed: string): string
  /** HMAC-SHA-256 in hex, equal for equal text (after NFKC and trim): finds a person without reading anybody. */
  hash(text: string): string
}

export class PersonalDataError extends Error {
  override name = 'PersonalDataError'
  constructor(
    readonly code: 'key-malformed' | 'key-unknown' | 'sealed-text-broken',
    message: string,
    cause?: unknown,
  ) {
    super(`${code}: ${message}`, { cause })
  }
}

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_ID = /^[a-z0-9]{1,12}$/

/**
 * @param keys `<id>:<32 bytes in base64 or hex>`, newest first, comma separated. To rotate, put the new key in
 *   front; rows sealed before stay readable while their key is listed. The look-up hash is keyed by the **last** one,
 *   which therefore stays: a new key would part old rows from their hash.
 */
export function createPersonal(keys: string): Personal {
  const ring = parseKeys(keys)
  const [newest] = ring
  const lookup = derive(ring.at(-1)!.secret, 'lookup')
  const byId = new Map(ring.map(({ id, secret }) => [id, derive(secret, 'seal')]))
  return {
    seal: (text) => `${newest!.id}.${encrypt(byId.get(newest!.id)!, text)}`,
    open(sealed) {
      const dot = sealed.indexOf('.')
      const key = byId.get(sealed.slice(0, dot))
      if (!key) throw new PersonalDataError('key-unknown', `no key ${sealed.slice(0, dot).slice(0, 12)}`)
      return decrypt(key, sealed.slice(dot + 1))
    },
    hash: (text) => createHmac('sha256', lookup).update(text.normalize('NFKC').trim()).digest('hex'),
  }
}

const made = new Map<string, Personal>()

/** The one of this process: every module that is given the same configuration shares it. */
export function personalOf(deps: { config: { dataKey: string } }): Personal {
  const { dataKey } = deps.config
  const known = made.get(dataKey) ?? createPersonal(dataKey)
  made.set(dataKey, known)
  return known
}

function parseKeys(keys: string): { id: string; secret: Buffer }[] {
  const ring = keys.split(',').map((entry) => {
    const [id = '', text = ''] = entry.trim().split(':')
    const secret = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
    if (!KEY_ID.test(id) || secret.length !== 32)
      throw new PersonalDataError(
        'key-malformed',
        'expected <id>:<32 bytes in base64 or hex>, comma separated',
      )
    return { id, secret }
  })
  if (new Set(ring.map(({ id }) => id)).size < ring.length)
    throw new PersonalDataError('key-malformed', 'two keys with one id')
  return ring
}

/** One secret, two uses, two keys. */
function derive(secret: Buffer, use: 'seal' | 'lookup'): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `banjian personal ${use}`, 32))
}

function encrypt(key: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

function decrypt(key: Buffer, encoded: string): string {
  try {
    const bytes = Buffer.from(encoded, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
    return Buffer.concat([body, decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new PersonalDataError('sealed-text-broken', 'the text was changed or sealed by another key', cause)
  }
}

/** 张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧**三, never more than three stars. By characters, not code units: rare characters are two units. */
export function maskName(name: string): string {
  const characters = [...name.trim()]
  if (characters.length <= 1) return '*'.repeat(characters.length)
  if (characters.length === 2) return `${characters[0]}*`
  return `${characters[0]}${'*'.repeat(Math.min(3, characters.length - 2))}${characters.at(-1)}`
}

/** 110101199003071234 → 110101********1234; shorter numbers keep the first two and the last two. */
export function maskDocument(documentNo: string): string {
  const no = documentNo.trim()
  if (no.length >= 15) return `${no.slice(0, 6)}${'*'.repeat(no.length - 10)}${no.slice(-4)}`
  if (no.length <= 4) return '*'.repeat(no.length)
  return `${no.slice(0, 2)}${'*'.repeat(no.length - 4)}${no.slice(-2)}`
}

/** 13812345678 → 138****5678, 010-65128811 → 010-****8811. */
export function maskPhone(phone: string): string {
  const text = phone.trim()
  const landline = /^(0(?:10|2\d|\d{3})-?)\d+(\d{4})$/.exec(text)
  if (landline) return `${landline[1]}****${landline[2]}`
  return text.length < 8 ? '*'.repeat(text.length) : `${text.slice(0, 3)}****${text.slice(-4)}`
}
