import assert from 'node:assert/strict'
import { definitionFor } from '../../server/records/process/mapping.ts'
import { shippedMappings } from '../../scripts/seed.ts'
import { startDirectOffice } from '../support/direct/office.ts'

describe('What the product maps by itself', () => {
  it('holds for a case that was received before the installation', async () => {
    const office = await startDirectOffice()
    try {
      for (const { noun, kind, definitionKey } of shippedMappings) {
        const found = await definitionFor(office.app.deps.db, noun, kind, '2020-01-02T00:00:00.000Z')
        assert.equal(found.key, definitionKey)
      }
    } finally {
      await office.close()
    }
  })
})
