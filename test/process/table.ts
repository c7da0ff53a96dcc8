import assert from 'node:assert/strict'
import {
  compileBpmn,
  draftBpmn,
  PublishError,
  type ResolveCall,
} from '../../server/modules/process/compile.ts'
import { draw } from './drawing.ts'
import { path, Play } from './play.ts'

/** One rule of BPMN: a drawing, what is done to it with what follows each step, and the way the tokens took. */
export interface Row {
  name: string
  drawing: string
  /** `step => effects in words`, a line each. */
  script: string
  /** Elements entered, in order; ~x is cut off. */
  path: string
  /** Called processes by key. */
  calls?: Record<string, string>
  /** Code with which publishing refuses the drawing; the interpreter must still do the right thing with it. */
  refused?: string
}

async function netOf(row: Row) {
  const resolveCall: ResolveCall = async (key) =>
    row.calls?.[key] === undefined ? undefined : { xml: draw(row.calls[key], key), version: 1 }
  const xml = draw(row.drawing)
  if (!row.refused) return (await compileBpmn(xml, { resolveCall })).net
  await assert.rejects(compileBpmn(xml, { resolveCall }), (error: unknown) => {
    assert.ok(error instanceof PublishError)
    assert.deepEqual([...new Set(error.problems.map((one) => one.code))], [row.refused])
    return true
  })
  return (await draftBpmn(xml, { resolveCall })).net
}

async function play(row: Row) {
  const run = new Play(await netOf(row))
  const lines = row.script
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const [expected, got]: string[][] = [[], []]
  for (const line of lines) {
    const [step = ''] = line.split('=>')
    expected?.push(line.replace(/\s*=>\s*/, ' => ').trim())
    got?.push(`${step.trim()} => ${run.step(step.trim())}`.trim())
  }
  assert.deepEqual(got, expected)
  assert.equal(path(run.all), row.path)
}

export function table(title: string, rows: Row[]) {
  describe(title, () => {
    for (const row of rows) it(row.name, () => play(row))
  })
}
