/** A process that asks another system, and that system: it answers when the test says so. */
import { ApplicationFailure } from '@temporalio/common'
import { changeTicketNoun } from '../../activities/change-ticket/noun.ts'
import type { SlowService } from '../../activities/process/follow.ts'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { insertDefinition } from '../../server/records/process/definition.ts'
import { addMapping } from '../../server/records/process/mapping.ts'
import type { Vars } from '../../workflows/process/model.ts'
import type { Office } from '../support/desk.ts'
import { draw } from './drawing.ts'

const act =
  '<bpmn:extensionElements><banjian:act name="不再等候" role="operator" side="platform"/></bpmn:extensionElements>'
const asking = draw(
  `start s
  service ask askElsewhere remote
  boundary dropped on=ask message=drop xml=ACT
  boundary refused on=ask error=refused
  user agreed ok role=operator side=platform
  user alone ok role=operator side=platform
  user declined ok role=operator side=platform
  xor said
  user unclear ok role=operator side=platform
  end e
  s > ask > said
  said > agreed : good = true
  said >> unclear
  dropped > alone > e
  refused > declined > e
  agreed > e
  unclear > e`,
  'asking',
)
  .replace('ACT', act)
  .replace('banjian:local="false"', 'banjian:local="false" banjian:answers="good"')

/** A system that answers when it likes, or not at all. */
export class Elsewhere {
  calls: Asked[] = []
  /** Does not care that nobody waits for it any more. */
  stubborn = false

  readonly ask: SlowService = ({ instance, key }, signal) =>
    new Promise<Vars>((say, lose) => {
      const asked: Asked = {
        ...{ instance, key, stopped: false, say },
        fail: (code) => lose(ApplicationFailure.nonRetryable('他方系统报告失败', code)),
      }
      signal.addEventListener('abort', () => {
        asked.stopped = true
        if (!this.stubborn) lose(signal.reason as Error)
      })
      this.calls.push(asked)
    })
}

interface Asked {
  instance: string
  key: string
  stopped: boolean
  say(answer: Vars): void
  fail(code: string): void
}

/** The office's tickets follow it from now on. */
export async function followAsking({ app }: Office): Promise<void> {
  const services = new Map([['askElsewhere', { slow: true, answers: ['good'] }]])
  const { net, hash, calls } = await compileBpmn(asking, { services })
  const at = app.deps.now().toISOString()
  await app.deps.db.transaction(async (trx) => {
    await insertDefinition(trx, {
      ...{ id: 'asking@1', version: 1, bpmn: asking, by: '测试', at },
      net,
      hash,
      calls,
    })
    const row = { noun: 'change-ticket', kind: '', definitionKey: 'asking', effectiveFrom: at }
    await addMapping(trx, { ...row, changedBy: '测试', changedAt: at })
  })
}

/** Tickets with a service that asks it. */
export const nounsAsking = (elsewhere: Elsewhere) => ({
  'change-ticket': { ...changeTicketNoun, slow: { askElsewhere: elsewhere.ask } },
})
