/** A host in memory for one instance: time that the test sets, records kept in a list, other systems that answer on demand. */
import assert from 'node:assert/strict'
import { ApplicationFailure } from '@temporalio/common'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import type {
  ActCommand,
  CarriedState,
  Step,
  StepAnswer,
  TimerVerdict,
} from '../../workflows/process/domain.ts'
import type { Host, SlowCall } from '../../workflows/process/host.ts'
import type { Vars } from '../../workflows/process/model.ts'
import { InstanceQueue } from '../../workflows/process/queue.ts'
import { draw } from './drawing.ts'
import { dawn } from './play.ts'

interface Asked extends SlowCall {
  key: string
  cancelled: boolean
  say(answer: Vars): void
  fail(code: string): void
}

export class TestHost implements Host {
  time = Date.parse(dawn)
  long = false
  readonly steps: Step[] = []
  readonly asked: Asked[] = []
  /** What a step answers; by default what the net does ahead is written. */
  answer: (step: Step) => Partial<StepAnswer> = () => ({})
  verdict: () => TimerVerdict = () => ({ verdict: 'not-due', effectiveAt: dawn })
  remind = (): Promise<void> => Promise.resolve()
  private waiting: { holds: () => boolean; until: number; go: (holds: boolean) => void }[] = []

  now = (): number => this.time
  isLong = (): boolean => this.long
  isSaving = (): boolean => false

  until = (holds: () => boolean, ms = Infinity): Promise<boolean> =>
    new Promise((go) => this.waiting.push({ holds, until: this.time + ms, go }))

  readonly records: Host['records'] = {
    step: async (step) => {
      const answer = this.answer(step)
      this.steps.push(step)
      return { ahead: step.ahead !== undefined, clocks: [], ...answer }
    },
    askTimer: async () => this.verdict(),
    remind: () => this.remind(),
    recordIncident: () => Promise.resolve(),
  }

  callSlow: Host['callSlow'] = ({ key }) => {
    let say!: (answer: Vars) => void
    let lose!: (error: Error) => void
    const answer = new Promise<Vars>((resolve, reject) => ([say, lose] = [resolve, reject]))
    const fail = (code: string): void => lose(ApplicationFailure.nonRetryable(code, code))
    const asked: Asked = { key, answer, cancelled: false, cancel: () => (asked.cancelled = true), say, fail }
    this.asked.push(asked)
    return asked
  }

  /** Lets everything happen that can happen now. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < 20;) {
      await Promise.resolve()
      const ready = this.waiting.filter(({ holds, until }) => holds() || until <= this.time)
      this.waiting = this.waiting.filter((one) => !ready.includes(one))
      for (const { holds, go } of ready) go(holds())
      quiet = ready.length > 0 ? 0 : quiet + 1
    }
  }
}

export interface Played {
  queue: InstanceQueue
  host: TestHost
  /** How the run ended, once it has. */
  ended(): 'ended' | 'long' | undefined
  act(task: string, outcome?: string): Promise<void>
  /** Open tasks, by element. */
  tasks(): string[]
  keyOf(element: string): string
}

/** Starts an instance of a drawing (drawing.ts) and lets it come to rest. */
export async function play(drawing: string, carried?: CarriedState, host = new TestHost()): Promise<Played> {
  const { net } = await compileBpmn(draw(drawing), { resolveCall: async () => undefined })
  const definition = { id: 'p@1', key: 'p', version: 1, hash: '', net }
  const start = { actId: 'start', at: dawn }
  const input = { instance: 'test:1', definition, vars: {}, start, spreadSeconds: 0 }
  const queue = new InstanceQueue({ ...input, ...(carried && { carried }) }, host)
  let how: 'ended' | 'long' | undefined
  let broken: unknown
  queue.untilEndedOrLong().then(
    (why) => (how = why),
    (error: unknown) => (broken = error),
  )
  const rest = async (): Promise<void> => {
    await host.rest()
    if (broken) throw broken
  }
  await rest()
  let acts = 0
  return {
    queue,
    host,
    ended: () => how,
    async act(task, outcome = 'done') {
      const at = new Date(host.time).toISOString()
      const command: ActCommand = { id: `act-${++acts}`, task, outcome, at }
      queue.checkAct(command)
      const done = queue.act(command)
      await rest()
      await done
    },
    tasks: () => queue.view().tasks.map(({ element }) => element),
    keyOf(element) {
      const open = queue.view().tasks.find((task) => task.element === element)
      assert.ok(open, `${element} is not open`)
      return open.key
    },
  }
}
