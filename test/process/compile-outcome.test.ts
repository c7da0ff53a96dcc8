import assert from 'node:assert/strict'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { draw } from './drawing.ts'
import { codes, frame, problems } from './publish.ts'

/** A choice after a task of two outcomes or more, on the way s > … > e. */
const choice = (task: string, ways: string) => frame(`${task}\nxor x\nuser b\nb > e\ns > a > x\n${ways}`)
const panel = (until: string, way: string) =>
  frame(`user a agree,object multi=members ${until}\nxor x\nuser b\nb > e\ns > a > x\n${way}\nx >> e`)

const refused: { name: string; drawing: string; found: string[] }[] = [
  {
    name: 'a panel whose opinions nobody asks for, though another task’s outcomes have the same names',
    drawing: frame(
      'user a agree,object multi=members\nuser c agree,object\nxor x\nuser b\nb > e\ns > a > c > x\nx > b : outcome = "object"\nx >> e',
    ),
    found: ['outcomes-unused@a'],
  },
  {
    name: 'an outcome for which no way is left',
    drawing: choice('user a yes,no', 'x > b : outcome = "yes"\nx > e : outcome = "yes" and 1 > 2'),
    found: ['outcome-without-way@x'],
  },
  {
    name: 'a condition for an outcome that the task before cannot give',
    drawing: choice('user a yes,no', 'x > b : outcome = "maybe" or outcome = "no"\nx >> e'),
    found: ['unknown-outcome@x-b'],
  },
  {
    name: 'a way for an opinion that nobody of the panel can give',
    drawing: panel('until=outcome="object"', 'x > b : list contains(a, "abstain")'),
    found: ['unknown-outcome@x-b'],
  },
  {
    name: 'a panel that ends at an opinion nobody can give',
    drawing: panel('until=outcome="abstain"', 'x > b : list contains(a, "object")'),
    found: ['unknown-outcome@a'],
  },
]

const taken: { name: string; drawing: string }[] = [
  {
    name: 'one outcome that the default stands for',
    drawing: choice('user a yes,no,later', 'x > b : outcome = "yes" or outcome = "later"\nx >> e'),
  },
  {
    name: 'what is not the one outcome',
    drawing: choice('user a yes,no', 'x > b : outcome = "yes"\nx > e : outcome != "yes"'),
  },
  {
    name: 'a panel that ends at the first objection, whatever comes after it',
    drawing: frame('user a agree,object multi=members until=outcome="object"\ns > a > e'),
  },
  {
    name: 'a panel of a sub-process, asked by the sub-process’s name',
    drawing: frame(
      'sub board multi=members {\nstart i\nuser a agree,object\nend o\ni > a > o\n}\nxor x\nuser b\nb > e\ns > board > x\nx > b : list contains(board, "object")\nx >> e',
    ),
  },
]

describe('Outcomes and who asks for them', () => {
  for (const { name, drawing, found } of refused)
    it(`refuses ${name}`, async () => assert.deepEqual(codes(await problems(draw(drawing))), found))
  for (const { name, drawing } of taken)
    it(`takes ${name}`, async () => void (await compileBpmn(draw(drawing))))

  it('warns of two outcomes that take the same way by default: what follows may tell them apart, or nothing does', async () => {
    const { warnings } = await compileBpmn(
      draw(choice('user a yes,no,later', 'x > b : outcome = "yes"\nx >> e')),
    )
    assert.deepEqual(codes(warnings), ['outcome-unused@a', 'outcome-unused@a'])
  })
})
