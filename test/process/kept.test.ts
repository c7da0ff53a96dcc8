import assert from 'node:assert/strict'
import type { Db } from '../../server/db.ts'
import { keptForever } from '../../server/records/kept.ts'

describe('what never changes', () => {
  /** A pool, as far as it matters: the same client for all that is asked of it. */
  const pool = () => ({ client: { config: {} } }) as unknown as Db

  function counted(value: (key: string) => string | undefined) {
    const read: string[] = []
    const get = keptForever(async (_db, key) => {
      read.push(key)
      return value(key)
    })
    return { read, get }
  }

  it('is read once, and by each pool for itself', async () => {
    const { read, get } = counted((key) => `row ${key}`)
    const [one, other] = [pool(), pool()]
    for (const db of [one, one, other, other]) assert.equal(await get(db, 'a'), 'row a')
    assert.deepEqual(read, ['a', 'a'])
  })

  it('is asked for again while it is not there', async () => {
    const { read, get } = counted(() => undefined)
    const db = pool()
    for (let i = 0; i < 2; i++) assert.equal(await get(db, 'a'), undefined)
    assert.equal(read.length, 2)
  })

  it('stays kept when there is room for no more: what is known costs nothing', async () => {
    const { read, get } = counted((key) => key)
    const db = pool()
    for (let round = 0; round < 3; round++) for (let i = 0; i < 500; i++) await get(db, String(i))
    assert.equal(read.length, 500)
  })
})
