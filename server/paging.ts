import { z } from 'zod'

/** Query part of a list that pages by keyset: `after` is the `next` of the page before. */
export const pageQuery = {
  after: z.string().max(400).optional().meta({ description: '上一页返回的 next' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** A field of a filter: absent, or empty as the web says "any". */
export const any = <T extends z.ZodType>(field: T) =>
  z.union([z.literal('').transform(() => undefined), field]).optional()

/** A page of a list; `next` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Cuts `limit + 1` rows read to a page. `cursor` gives the key of its last row, made of plain columns. */
export function toPage<T>(rows: T[], limit: number, cursor: (row: T) => (string | number | null)[]) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? encodeCursor(cursor(last)) : null }
}

export function encodeCursor(key: (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Schema for a cursor of known column types; anything else is a 400, never an SQL error. */
export function cursorOf<T extends [z.ZodType, ...z.ZodType[]]>(...columns: T) {
  const key = z.tuple(columns)
  return z
    .string()
    .max(400)
    .transform((text, ctx) => {
      const parsed = key.safeParse(readJson(Buffer.from(text, 'base64url').toString()))
      if (parsed.success) return parsed.data
      ctx.addIssue({ code: 'custom', message: '翻页参数无效' })
      return z.NEVER
    })
    .meta({ type: 'string', description: '上一页返回的 next' })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON: the tuple refuses it
  }
}

/** The rows somebody marked, each by its key; a page marks no more. */
const mostMarked = 200
/** Goes into a list's filter: only these rows of it. */
export const onlyOf = (key: z.ZodString) =>
  any(
    z
      .string()
      .max(mostMarked * 60)
      .transform((text) => text.split(','))
      .pipe(z.array(key.min(1)).max(mostMarked)),
  ).meta({ type: 'string', description: '只导出所选的行，以逗号分隔' })

/**
 * A whole list, page by page.
 * @param keyOf where the next page begins
 */
export async function* pagesOf<Row, Key>(
  read: (after: Key | undefined, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): AsyncGenerator<Row[]> {
  let after: Key | undefined
  for (;;) {
    const rows = await read(after, rowsAtOnce)
    yield rows
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return
    after = keyOf(last)
  }
}
const rowsAtOnce = 200
