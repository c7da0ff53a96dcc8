import assert from 'node:assert/strict'
import { roleIds, sides } from '../../workflows/identity/domain.ts'
import { drawnRoles, drawnServices, elementsOf, knownTo, shippedDrawings } from './shipped.ts'
import type { Known, Shipped } from './shipped.ts'

/** A drawing names acts, services, roles and clocks by text: each must be something the code knows, and nothing may be left over. */
describe('Every drawing the product ships with', () => {
  let drawings: Shipped[]
  before(async () => {
    drawings = await shippedDrawings()
  })

  /** What is wrong, over all drawings. */
  const faults = (check: (drawing: Shipped, known: Known) => string[]): string[] =>
    drawings.flatMap((drawing) =>
      check(drawing, knownTo(drawing.noun)).map((fault) => `${drawing.file}: ${fault}`),
    )
  const tasksOf = (drawing: Shipped) => elementsOf(drawing).filter(({ user }) => user)
  const messagesOf = (drawing: Shipped) =>
    elementsOf(drawing).flatMap(({ type, event }) =>
      event?.kind === 'message' && type !== 'throw' && type !== 'end' ? [event.name!] : [],
    )

  it('is there', () => assert.ok(drawings.length > 0))

  it('asks people only for acts that are known for the task and for somebody of its roles and side', () => {
    const wrong = faults((drawing, { acts }) =>
      tasksOf(drawing).flatMap(({ id, user }) =>
        user!.outcomes
          .filter((outcome) => {
            const act = acts[outcome.id]
            const somebody = act?.roles.some((role) => drawnRoles(user!).includes(role))
            return act?.task !== id || act.side !== user!.side || !somebody
          })
          .map((outcome) => `${id}/${outcome.id}`),
      ),
    )
    assert.deepEqual(wrong, [])
  })

  it('leaves no known act without an outcome or a message to receive it', () => {
    const drawn = (noun: string) => drawings.filter((drawing) => drawing.noun === noun)
    const left = [...new Set(drawings.map(({ noun }) => noun))].flatMap((noun) =>
      Object.entries(knownTo(noun).acts)
        .filter(([id, act]) =>
          drawn(noun).every((drawing) =>
            act.message
              ? !messagesOf(drawing).includes(act.message)
              : !tasksOf(drawing).some(
                  (task) => task.id === act.task && task.user!.outcomes.some((outcome) => outcome.id === id),
                ),
          ),
        )
        .map(([id]) => `${noun}: ${id}`),
    )
    assert.deepEqual(left, [])
  })

  it('waits for no message that nobody sends', () => {
    const wrong = faults((drawing, { acts }) => {
      const sent = new Set(Object.values(acts).map(({ message }) => message))
      return messagesOf(drawing).filter((name) => !sent.has(name))
    })
    assert.deepEqual(wrong, [])
  })

  it('asks only for services that are there, and every service of a noun is drawn somewhere', () => {
    const wrong = faults((drawing, { services }) =>
      elementsOf(drawing).flatMap((element) =>
        drawnServices(element).filter((name) => !services.includes(name)),
      ),
    )
    assert.deepEqual(wrong, [])
    const drawn = new Set(drawings.flatMap((drawing) => elementsOf(drawing).flatMap(drawnServices)))
    const left = faults((_, { own }) => own.filter((name) => !drawn.has(name)))
    assert.deepEqual(left, [])
  })

  it('names roles and sides that exist, and clocks that are kept', () => {
    const wrong = faults((drawing, { clocks, tasks }) =>
      elementsOf(drawing).flatMap(({ id, user, event }) => {
        const timer = event?.timer
        const kind = timer && 'clock' in timer ? timer.clock : user && (tasks[id]?.clock ?? 'none')
        return [
          ...(user ? drawnRoles(user).filter((role) => !(roleIds as string[]).includes(role)) : []),
          ...(user && !(user.side in sides) ? [`${id}: side ${user.side}`] : []),
          ...(kind && !clocks.includes(kind) ? [`${id}: clock ${kind}`] : []),
        ]
      }),
    )
    assert.deepEqual(wrong, [])
  })
})
