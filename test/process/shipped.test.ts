import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createNouns } from '../../activities/nouns.ts'
import { drawnServices } from '../../activities/process/services.ts'
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
import type { DrawnService } from '../../workflows/process/services.ts'
import { permissions } from '../identity/permissions.ts'

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

/** Words given to an input of these drawn services; what is computed while it runs is not seen here. */
function inputsOf(net: Net, services: DrawnService[], field: string): string[] {
  const calls = Object.values(net.elements).flatMap(({ service }) => service?.calls ?? [])
  const given = calls.flatMap(({ name, input }) =>
    services.some((one) => one === name) ? [input[field] ?? ''] : [],
  )
  return given.filter((text) => !text.startsWith('=')).flatMap((text) => text.split(/\s+/))
}

/** Clocks that govern a task or that a timer waits for. */
const clocksOf = (net: Net): string[] =>
  Object.values(net.elements).flatMap(({ user, event }) => [
    ...(user?.clock ? [user.clock] : []),
    ...(event?.timer && 'clock' in event.timer ? [event.timer.clock] : []),
  ])

const strangersTo = (words: string[], known: object): string[] =>
  words.filter((word) => !Object.hasOwn(known, word))

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
      assert.deepEqual(noun.services.map(({ name }) => name).sort(), own.sort(), noun.words.key)
      const drawn = drawnBy(noun).flatMap((net) =>
        Object.values(net.elements).flatMap(({ service }) => service?.calls.map(({ name }) => name) ?? []),
      )
      assert.deepEqual(
        own.filter((name) => !drawn.includes(name)),
        [],
        noun.words.key,
      )
    }
    assert.deepEqual(Object.keys(drawnServices).sort(), [...drawnServiceNames].sort())
  })

  it('is acted on only by roles that exist and are let in to act, or by the applicant', () => {
    const letIn = permissions['POST /api/instances/:id/acts'] ?? []
    for (const { file, net } of drawings)
      for (const { id, roles, applicant } of actsOf(net)) {
        const strangers = roles.filter((role) => !(letIn as readonly string[]).includes(role))
        assert.deepEqual(strangers, [], `${file}: ${id}`)
        assert.ok(roles.length > 0 || applicant, `${file}: nobody does ${id}`)
      }
  })

  it('sets only statuses that its noun has a word for', () => {
    for (const { file, net, noun } of drawings) {
      const set = inputsOf(net, ['setStatus'], 'status')
      assert.deepEqual(strangersTo(set, noun.words.statuses), [], file)
    }
  })

  it('starts, stops and waits for clocks of its noun, and leaves none of them unused', () => {
    for (const noun of nouns) {
      const nets = drawnBy(noun)
      const started = nets.flatMap((net) => inputsOf(net, ['startClock', 'extendClock'], 'kind'))
      const moved = nets.flatMap((net) =>
        inputsOf(net, ['stopClocks', 'pauseClocks', 'resumeClocks'], 'kinds'),
      )
      const awaited = nets.flatMap(clocksOf)
      assert.deepEqual(strangersTo([...started, ...moved], noun.words.clocks), [], noun.words.key)
      const used = new Set([...started, ...awaited])
      assert.deepEqual(
        Object.keys(noun.words.clocks).filter((kind) => !used.has(kind)),
        [],
        noun.words.key,
      )
    }
  })
})
