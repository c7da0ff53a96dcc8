import assert from 'node:assert/strict'
import { definitionFor } from '../../server/records/process/mapping.ts'
import { shippedMappings } from '../../scripts/seed.ts'
import { sharedDirectOffice } from '../support/direct/office.ts'

describe('What the product maps by itself', () => {
  it('holds for a case that was received before the installation', async () => {
    const { db } = (await sharedDirectOffice()).app.deps
    for (const { noun, kind, definitionKey } of shippedMappings) {
      const found = await definitionFor(db, noun, kind, '2020-01-02T00:00:00.000Z')
      assert.equal(found.key, definitionKey)
    }
  })
})
