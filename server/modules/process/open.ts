/** Opening an instance of any noun: its definition is chosen and pinned in the transaction that creates the record. */
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { NewAct } from '../../records/process/act.ts'
import { digestOf, findAct, insertAct } from '../../records/process/act.ts'
import { insertInstance } from '../../records/process/instance.ts'
import { kindName } from '../../records/process/kind.ts'
import { lockKey } from '../../records/lock.ts'
import { definitionFor } from '../../records/process/mapping.ts'
import { instanceId, parseInstanceId, startTask } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { conflict, invalid } from '../../errors.ts'
import type { Noun } from '../../noun.ts'
import type { AppDeps } from '../../deps.ts'
import type { Engine } from './engine.ts'

export interface Opening {
  noun: Noun
  number: string
  /** The noun's record, as it was just written. */
  record: unknown
  /** What lists find it by, see server/search.ts. */
  keys: string[]
  /** The starting act: its id is the client's idempotency key. */
  act: Pick<NewAct, 'id' | 'act' | 'actName' | 'actorId' | 'actorName' | 'payload' | 'digest'>
  at: string
}

/**
 * The record stands already. After the commit the engine is told (`engine.start`); if that is lost, the relay does it.
 * @throws ProblemError 400 for a kind nobody knows; 409 `definition-missing`, `idempotency-key-reused`
 */
export async function openInstance(
  trx: Db,
  { noun, number, record, keys, act, at }: Opening,
): Promise<string> {
  const { key } = noun.words
  const kind = noun.kind(record)
  if ((await kindName(trx, noun.words, kind)) === undefined)
    throw invalid([{ path: 'body.kind', message: `${noun.words.name}没有这一类` }])
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
    keys,
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
  if (!insertion.inserted) throw keyReused()
  return instance
}

export interface OpeningRequest<B> {
  /** Idempotency-Key; becomes the id of the starting act. */
  key: string
  body: B
  actor: Actor
  at: string
}
export interface Opened {
  number: string
  openedAt: string
  /** The same request was here before: this is the record it opened. */
  repeated: boolean
}

/**
 * A record that staff open with a form, once for each key, within the caller's transaction.
 * @param act of the noun's `otherActs`
 * @param create checks what was asked for, writes the record and gives it with its number, its search keys, and what the act keeps (codes only)
 * @throws ProblemError 409 `definition-missing`, `idempotency-key-reused`
 */
export async function openOnce<B>(
  trx: Db,
  { noun, act, request }: { noun: Noun; act: string; request: OpeningRequest<B> },
  create: () => Promise<Pick<Opening, 'number' | 'record' | 'keys'> & { payload: NewAct['payload'] }>,
): Promise<Opened> {
  const { key: id, body, actor, at } = request
  const digest = digestOf([noun.words.key, actor.id, body])
  await lockKey(trx, id)
  const known = await findAct(trx, id)
  if (known && known.digest !== digest) throw keyReused()
  if (known)
    return { number: parseInstanceId(known.instance).number, openedAt: known.receivedAt, repeated: true }
  const { number, record, keys, payload } = await create()
  const who = { actorId: String(actor.id), actorName: actor.name }
  const starting = { id, act, actName: noun.words.otherActs[act] ?? act, ...who, payload, digest }
  await openInstance(trx, { noun, number, record, keys, at, act: starting })
  return { number, openedAt: at, repeated: false }
}

const keyReused = () => conflict('idempotency-key-reused', '同一提交标识已用于另一操作，请重新提交')

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
