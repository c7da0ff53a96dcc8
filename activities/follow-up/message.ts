/**
 * A message of one instance to another comes as an act of no person, through the same inbox as people's: kept under the
 * instance's lock, sent in order, done once. Its row of the outbox is done when the act is, so whatever dies in between is
 * found again by the row's id.
 */
import { refuse } from '../process/failure.ts'
import type { Db, Trx } from '../../server/db.ts'
import type { FollowUp } from '../../server/records/follow-up/follow-up.ts'
import { commandOf, digestOf, insertAct, listTries, lockInstance } from '../../server/records/process/act.ts'
import type { ActRow, NewAct } from '../../server/records/process/act.ts'
import { timeOf } from '../../server/records/process/instance.ts'
import type { InstanceRow } from '../../server/records/process/instance.ts'
import { getNet } from '../../server/records/process/projection.ts'
import { wordsOfInstance } from '../../workflows/nouns.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import type { ActCommand } from '../../workflows/process/domain.ts'
import type { NetElement, Vars } from '../../workflows/process/model.ts'
import { awaitsInstance, messageTask } from '../../workflows/process/people.ts'

export interface MessageDeps {
  db: Db
  /** Has the engine carry out an act that is kept. */
  sendAct(instance: string, command: ActCommand): Promise<{ how: 'done' | 'saving' | 'refused' }>
  now(): Date
}

interface Sent {
  to: string
  name: string
  vars: Vars
}

/** Nothing is wrong: the other instance is not there yet. */
export class NotYet extends Error {}

/** @throws NotYet while the other does not wait; for good when it has ended or was never there */
export async function deliver(deps: MessageDeps, row: FollowUp): Promise<void> {
  const { to } = row.what as unknown as Sent
  const act = await deps.db.transaction((trx) => keep(deps, trx, row))
  if (act.status === 'done') return
  const { how } = await deps.sendAct(to, commandOf(act))
  if (how !== 'done') throw new NotYet(`${to}: ${how}`)
}

/** The act that brings the message: the one that is kept already, or a new one when the other waits for it now. */
async function keep(deps: MessageDeps, trx: Trx, row: FollowUp): Promise<ActRow> {
  const { to, name } = row.what as unknown as Sent
  const target = await lockInstance(trx, to)
  if (!target)
    return refuse('message-unknown-instance', `没有编号为“${parseInstanceId(to).number}”的${nounOf(to)}`)
  const tries = await listTries(trx, to, keyOf(row))
  const standing = tries.find(({ status }) => status !== 'refused')
  if (standing) return standing
  if (target.status === 'ended')
    return refuse('message-target-ended', `${nounOf(to)}“${target.number}”已经结束，不再接收消息“${name}”`)
  const waiting = await whoWaits(trx, target, name)
  if (!waiting) throw new NotYet(`${to} does not wait for ${name}`)
  const act = actOf(row, target, waiting, { tries: tries.length, at: timeOf(deps.now(), target) })
  await insertAct(trx, act)
  return { ...act, status: 'pending', refusal: null, attempts: 0 }
}

async function whoWaits(trx: Trx, target: InstanceRow, name: string): Promise<NetElement | undefined> {
  const net = await getNet(trx, target.definitionId)
  return target.waits
    .filter((one) => one.name === name)
    .map(({ element }) => net.elements[element])
    .find((element) => element && awaitsInstance(element))
}

const keyOf = ({ id }: FollowUp): string => `message/${id}`

/** A try that the engine refused is over for good: the next one has an id of its own. */
function actOf(
  row: FollowUp,
  target: InstanceRow,
  waiting: NetElement,
  { tries, at }: { tries: number; at: string },
): NewAct {
  const { name, vars } = row.what as unknown as Sent
  const stage = waiting.name ?? name
  return {
    id: tries === 0 ? keyOf(row) : `${keyOf(row)}/${tries}`,
    instance: target.id,
    ...{ task: messageTask(name), exclusiveKey: keyOf(row), outcome: name },
    ...{ act: name, actName: '收到消息', taskName: stage },
    ...{ actorId: 'system', actorName: `${nounOf(row.instance)} ${parseInstanceId(row.instance).number}` },
    ...{ receivedAt: at, payload: {}, vars },
    digest: digestOf(row.what),
  }
}

const nounOf = (instance: string): string => wordsOfInstance(instance)?.name ?? instance
