import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createNouns } from '../../activities/nouns.ts'
import { ROOT } from '../../scripts/stack/paths.ts'
import { nouns } from '../../server/nouns.ts'
import { shippedMappings } from '../../scripts/seed.ts'
import { workflowType } from '../../server/modules/process/engine.ts'
import { pageOf } from '../../web/src/nouns.ts'
import * as workflows from '../../workflows/index.ts'
import type { Noun } from '../../server/noun.ts'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { strangersIn } from '../../server/modules/process/vocabulary.ts'
import type { Net } from '../../workflows/process/model.ts'
import { actsOf } from '../../workflows/process/people.ts'
import { drawnServiceNames } from '../../workflows/process/services.ts'

interface Shipped {
  file: string
  noun: Noun
  net: Net
}

/** The folder of a drawing is its noun's. */
async function shippedDrawings(): Promise<Shipped[]> {
  const folder = path.join(ROOT, 'workflows')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.bpmn'),
  )
  return Promise.all(
    files.sort().map(async (file) => {
      const noun = nouns.find(({ words }) => words.key === path.dirname(file))
      assert.ok(noun, `${file}: no noun of that folder`)
      const { net } = await compileBpmn(readFileSync(path.join(folder, file), 'utf8'))
      return { file, noun, net }
    }),
  )
}

/** A drawing names forms, services and clocks by text: each must be something the code knows, and nothing may be left over. */
describe('Every drawing the product ships with', () => {
  let drawings: Shipped[]
  before(async () => {
    drawings = await shippedDrawings()
  })
  const drawnBy = (noun: Noun) => drawings.filter((drawing) => drawing.noun === noun).map(({ net }) => net)

  it('is there for every noun', () => {
    assert.deepEqual(
      nouns.filter((noun) => drawnBy(noun).length === 0).map(({ words }) => words.key),
      [],
    )
  })

  it('is run by a workflow of its noun, followed by a mapping, and has a page to show it on', () => {
    const keys = nouns.map(({ words }) => words.key)
    const without = (has: (key: string) => boolean) => keys.filter((key) => !has(key))
    assert.deepEqual(
      without((key) => workflowType(key) in workflows),
      [],
      'workflows/index.ts',
    )
    assert.deepEqual(
      without((key) => shippedMappings.some(({ noun }) => noun === key)),
      [],
      'scripts/seed.ts',
    )
    assert.deepEqual(
      without((key) => pageOf(key, '1') !== undefined),
      [],
      'web/src/nouns.ts',
    )
  })

  it('names only forms, services and clocks that its noun knows', () => {
    for (const { file, net, noun } of drawings) assert.deepEqual(strangersIn(net, noun), [], file)
  })

  it('leaves no form of its noun unused, and no rule without an act', () => {
    for (const noun of nouns) {
      const acts = drawnBy(noun).flatMap((net) => actsOf(net))
      const forms = new Set(acts.map(({ form }) => form))
      const ids = new Set(acts.map(({ id }) => id))
      assert.deepEqual(
        Object.keys(noun.forms).filter((form) => !forms.has(form)),
        [],
        noun.words.key,
      )
      assert.deepEqual(
        Object.keys(noun.rules).filter((id) => !ids.has(id)),
        [],
        noun.words.key,
      )
    }
  })

  it('is served by the worker: every service of a noun is written, and drawn somewhere', () => {
    const written = createNouns({ personal: undefined as never, publicUrl: '' })
    for (const noun of nouns) {
      const own = Object.keys(written[noun.words.key]?.services ?? {})
      assert.deepEqual([...noun.services].sort(), own.sort(), noun.words.key)
      const drawn = drawnBy(noun).flatMap((net) =>
        Object.values(net.elements).flatMap(({ service }) => service?.calls.map(({ name }) => name) ?? []),
      )
      assert.deepEqual(
        own.filter((name) => !drawn.includes(name)),
        [],
        noun.words.key,
      )
    }
    assert.ok(drawnServiceNames.length > 0)
  })
})
