/** Opening an instance of any noun: its definition is chosen and pinned in the transaction that creates the record. */
import type { Knex } from 'knex'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { NewAct } from '../../records/process/act.ts'
import { actRow, digestOf, findAct } from '../../records/process/act.ts'
import { instanceRows } from '../../records/process/instance.ts'
import { kindName } from '../../records/process/kind.ts'
import { lockKey } from '../../records/lock.ts'
import { definitionFor } from '../../records/process/mapping.ts'
import { instanceId, parseInstanceId, startTask } from '../../../workflows/process/domain.ts'
import { writeTogether } from '../../records/together.ts'
import type { Db, Trx } from '../../db.ts'
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
 * Opens the instance with `rows` that stand or fall with it, e.g. its record: one statement. After the commit the engine is
 * told (`engine.start`); if that is lost, the relay does it.
 * @param definition chosen before, by `chooseDefinition`
 * @throws ProblemError 409 `idempotency-key-reused`
 */
export async function openInstance(
  trx: Trx,
  { noun, number, record, keys, act, at }: Opening,
  definition: { id: string },
  rows: Knex.QueryBuilder[] = [],
): Promise<void> {
  const instance = instanceId(noun.words.key, number)
  const { title, whoMasked } = noun.heading(record)
  const opened = instanceRows(trx, {
    id: instance,
    noun: noun.words.key,
    number,
    kind: noun.kind(record),
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
  const acted = actRow(trx, { ...start, ...act, receivedAt: at })
  if ((await writeTogether(trx, [...rows, ...opened, acted])) === 0) throw keyReused()
}

/**
 * Which definition a new instance follows, by the mapping in force.
 * @throws ProblemError 400 for a kind nobody knows; 409 `definition-missing`
 */
export async function chooseDefinition(
  trx: Db,
  noun: Noun,
  kind: string,
  at: string,
): Promise<{ id: string }> {
  if ((await kindName(trx, noun.words, kind)) === undefined)
    throw invalid([{ path: 'body.kind', message: `${noun.words.name}没有这一类` }])
  return definitionFor(trx, noun.words.key, kind, at)
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
  trx: Trx,
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
  const definition = await chooseDefinition(trx, noun, noun.kind(record), at)
  await openInstance(trx, { noun, number, record, keys, at, act: starting }, definition)
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
