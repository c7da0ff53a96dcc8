import assert from 'node:assert/strict'
import { ApiError } from '../../web/src/api/http.ts'
import { keepDrawing } from '../../web/src/modules/process/editor/keep-drawing.ts'
import type { DraftView } from '../../web/src/modules/process/model.ts'

const clean = { problems: [], warnings: [] }
const refusal = (status: number, code: string) => new ApiError({ status, code, title: code })
const read = (bpmn: string, revision: number) => ({ ...clean, bpmn, revision }) as unknown as DraftView

describe('keeping a drawing while it is drawn', () => {
  /** A drawing whose store answers what the test says, call by call. */
  async function start(answers: { save: (number | ApiError)[]; get: (DraftView | ApiError)[] }) {
    let bpmn = 'first'
    const sent: { bpmn: string; revision: number }[] = []
    const given = <T>(answer: T | ApiError): T => {
      if (answer instanceof ApiError) throw answer
      return answer
    }
    const kept = keepDrawing(
      {
        get: async () => given(answers.get.shift()!),
        save: async (body) => {
          sent.push(body)
          return { ...clean, revision: given(answers.save.shift()!) }
        },
      },
      async () => bpmn,
    )
    await kept.load()
    return {
      kept,
      sent,
      async draw(next: string) {
        bpmn = next
        kept.changed()
        await kept.save().catch(() => undefined)
        return kept.saved.value
      },
    }
  }

  it('goes on saving after the newest draft could not be read, and says meanwhile that it is not saved', async () => {
    const { kept, sent, draw } = await start({
      save: [refusal(409, 'draft-changed'), 2],
      get: [read('first', 1), refusal(0, 'network')],
    })
    assert.equal(await draw('second'), 'away')
    assert.equal(await draw('third'), 'saved')
    assert.deepEqual(sent.at(-1), { bpmn: 'third', revision: 1 })
    kept.stop()
  })

  it('takes a save whose answer was lost for what it was, and another person’s for lost', async () => {
    const own = await start({
      save: [refusal(409, 'draft-changed'), 3],
      get: [read('first', 1), read('second', 2)],
    })
    assert.equal(await own.draw('second'), 'saved')
    assert.equal(await own.draw('third'), 'saved')
    assert.equal(own.sent.at(-1)?.revision, 2)
    const theirs = await start({
      save: [refusal(409, 'draft-changed')],
      get: [read('first', 1), read('of another', 2)],
    })
    assert.equal(await theirs.draw('second'), 'lost')
    assert.equal(await theirs.draw('third'), 'lost', 'nothing of the other’s is overwritten')
    assert.equal(theirs.sent.length, 1)
  })

  it('goes on after the drawing itself could not be written', async () => {
    let broken = true
    const kept = keepDrawing(
      { get: async () => read('', 1), save: async () => ({ ...clean, revision: 2 }) },
      async () => {
        if (broken) throw new TypeError('no XML')
        return 'whole'
      },
    )
    await kept.load()
    kept.changed()
    await assert.rejects(kept.save())
    assert.equal(kept.saved.value, 'away')
    broken = false
    await kept.save()
    assert.equal(kept.saved.value, 'saved')
    kept.stop()
  })
})
