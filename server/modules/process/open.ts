/** Opening an instance of any noun: its definition is chosen and pinned in the transaction that creates the record. */
import type { NewAct } from '../../records/process/act.ts'
import { insertAct } from '../../records/process/act.ts'
import { insertInstance } from '../../records/process/instance.ts'
import { definitionFor } from '../../records/process/mapping.ts'
import { instanceId, startTask } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { conflict } from '../../errors.ts'
import type { Noun } from '../../noun.ts'
import type { AppDeps } from '../../deps.ts'
import type { Engine } from './engine.ts'

export interface Opening {
  noun: Noun
  number: string
  /** The noun's record, as it was just written. */
  record: unknown
  /** The starting act: its id is the client's idempotency key. */
  act: Pick<NewAct, 'id' | 'act' | 'actName' | 'actorId' | 'actorName' | 'payload' | 'digest'>
  at: string
}

/**
 * The record stands already. After the commit the engine is told (`engine.start`); if that is lost, the relay does it.
 * @throws ProblemError 409 `definition-missing`, `idempotency-key-reused`
 */
export async function openInstance(trx: Db, { noun, number, record, act, at }: Opening): Promise<string> {
  const { key } = noun.words
  const kind = noun.kind(record)
  const definition = await definitionFor(trx, key, kind, at)
  const instance = instanceId(key, number)
  const { title, whoMasked } = noun.heading(record)
  await insertInstance(trx, {
    id: instance,
    noun: key,
    number,
    kind,
    definitionId: definition.id,
    startVars: noun.startVars(record),
    ...noun.place(record),
    title,
    whoMasked,
    startedAt: at,
  })
  const start = {
    instance,
    task: startTask,
    exclusiveKey: startTask,
    outcome: act.act,
    taskName: act.actName,
  }
  const insertion = await insertAct(trx, { ...start, ...act, receivedAt: at })
  if (!insertion.inserted) throw conflict('idempotency-key-reused', '同一提交标识已用于另一操作，请重新提交')
  return instance
}

/**
 * Tells the engine of an instance that was opened, after the commit. Whatever happens here, the relay sends its act
 * again. True: its first records are written.
 */
export async function startOpened(
  deps: Pick<AppDeps, 'log'> & { engine: Pick<Engine, 'start'> },
  input: Parameters<Engine['start']>[0],
): Promise<boolean> {
  try {
    return (await deps.engine.start(input)).saved
  } catch (err) {
    deps.log.error(
      { err, instance: input.instance },
      'engine did not take the instance; the relay will send it again',
    )
    return false
  }
}
