/** Acts on clocks outside a step of the engine, for tests: loads a book, lets it act, writes its rows. */
import type { Db } from '../../server/db.ts'
import { ClockBook } from '../../server/records/clock/book.ts'
import type {
  ExtendAct,
  KeptChange,
  NewClock,
  PauseAct,
  ResumeAct,
  StopAct,
} from '../../server/records/clock/acts.ts'
import type { BookRows } from '../../server/records/clock/journal.ts'
import { holdCalendar } from '../../server/records/clock/calendar.ts'
import { getClocks, toldOf } from '../../server/records/clock/clock.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import type { ToldRung } from '../../server/records/clock/rows.ts'
import { instantMs } from '../../workflows/clock/day.ts'
import type { ClockArm } from '../../workflows/process/domain.ts'

/** What a test sees of a clock: what it is, and what its instance arms by. */
export type Seen = StoredClock & Pick<ClockArm, 'dueAt' | 'rungs'>

const instanceOf = (clockId: string): string => clockId.slice(0, clockId.lastIndexOf('/'))
const plain = (value: unknown) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

async function act<R>(trx: Db, instance: string, work: (book: ClockBook) => R): Promise<R> {
  const calendar = await holdCalendar(trx)
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [instance])
  const clocks = await getClocks(trx, instance)
  const ids = clocks.map(({ id }) => id)
  const changes: KeptChange[] = await trx('clock_change')
    .whereIn('clock_id', ids)
    .orderBy('revision')
    .select({
      ...{ clockId: 'clock_id', cause: 'cause', id: 'cause_id', detail: 'detail' },
      ...{ dueDayBefore: 'due_day_before', at: 'at' },
    })
  const book = new ClockBook({ instance, clocks, changes, told: await toldOf(trx, ids), calendar })
  const done = work(book)
  await write(trx, book.take())
  return done
}

async function write(trx: Db, rows: BookRows): Promise<void> {
  const put = async (table: string, given: object[], key: string[]) => {
    for (const row of given) {
      const values = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))
      await trx(table).insert(values).onConflict(key).merge()
    }
  }
  await put('clock', rows.clocks, ['id'])
  await put('clock_pause', rows.pauses, ['clock_id', 'id'])
  await put('clock_extension', rows.extensions, ['clock_id', 'id'])
  await put('clock_change', rows.changes, ['clock_id', 'revision'])
  await put('clock_rung', rows.rungs, ['clock_id', 'level', 'rung_at'])
}

function seen(book: ClockBook, clock: StoredClock): Seen {
  const { dueAt, rungs } = book.arm(clock)
  return { ...clock, dueAt, rungs: rungs as Seen['rungs'] }
}

const onClock =
  <A>(work: (book: ClockBook, id: string, given: A, at: string) => StoredClock) =>
  (trx: Db, { clockId, ...given }: A & { clockId: string }, at: string): Promise<Seen> =>
    act(trx, instanceOf(clockId), (book) => seen(book, work(book, clockId, given as A, at)))

export const startClock = (
  trx: Db,
  { instance, ...clock }: NewClock & { instance: string },
  at: string,
): Promise<Seen> => act(trx, instance, (book) => seen(book, book.start(clock, at)))
export const pauseClock = onClock<PauseAct>((book, id, given, at) => book.pause(id, given, at))
export const resumeClock = onClock<ResumeAct>((book, id, given, at) => book.resume(id, given, at))
export const extendClock = onClock<ExtendAct>((book, id, given, at) => book.extend(id, given, at))
export const stopClock = onClock<StopAct>((book, id, given, at) => book.stop(id, given, at))
export const recompute = (trx: Db, clockId: string, at: string): Promise<Seen> =>
  act(trx, instanceOf(clockId), (book) => seen(book, book.recompute(clockId, at)))
export const stopClocks = (
  trx: Db,
  { instance, ...given }: StopAct & { instance: string; kinds?: string[] },
  at: string,
): Promise<Seen[]> => act(trx, instance, (book) => book.stopAll(given, at).map((clock) => seen(book, clock)))
export const tellRung = (trx: Db, rung: ToldRung, at: string): Promise<boolean> =>
  act(trx, instanceOf(rung.clockId), (book) => book.tell(rung, at))

/** Whether the term is over at an instant, by the facts as they are. */
export async function askClock(
  trx: Db,
  clockId: string,
  at: string,
): Promise<{ over: boolean; clock: Seen }> {
  const clock = await recompute(trx, clockId, at)
  return { over: clock.dueAt !== null && instantMs(at) >= instantMs(clock.dueAt), clock }
}
