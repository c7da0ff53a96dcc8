import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { Calendar, Instant } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { wordsOf } from '../../../workflows/nouns.ts'
import type { NounWords, StatusWords } from '../../../workflows/nouns.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import { pagesOf, toPage } from '../../paging.ts'
import { personalOf } from '../../personal.ts'
import { calendarOf } from '../../records/clock/calendar.ts'
import { timeOf } from '../../records/process/instance.ts'
import { countCases, listCases } from '../../records/worklist/cases.ts'
import type { CaseListRow, SoughtCases } from '../../records/worklist/cases.ts'
import { listFilters } from '../../records/worklist/filter.ts'
import { chipOf } from '../../records/worklist/light.ts'
import { searchCases } from '../../records/worklist/search.ts'
import { countTasks, listTasks } from '../../records/worklist/worklist.ts'
import type { Asked, ShownWith, TaskKey, TaskListRow } from '../../records/worklist/worklist.ts'
import { soughtBy } from '../../search.ts'
import { savedTaskFilter } from './schema.ts'
import type { Box, CaseFilter, CaseQuery, Filter, TaskFilter, TaskQuery } from './schema.ts'

/** What the clocks of one page are read with. */
interface Reading {
  calendar: Calendar
  at: Instant
}

export async function pageOfTasks(deps: AppDeps, actor: Actor, query: TaskQuery, at: Instant) {
  const { limit, cursor: after, box, sort } = query
  const asked = { ...askedBy(deps, query, at), box, sort, after, limit: limit + 1 }
  const rows = await listTasks(deps.db, actor, asked)
  const { items, next } = toPage(rows, limit, ({ sortAt, instance, key }) => [sortAt, instance, key])
  return { rows: await shown(deps, items, at, (row, reading) => viewTask(row, actor, reading)), next }
}

export async function pageOfCases(deps: AppDeps, actor: Actor, query: CaseQuery, at: Instant) {
  const { limit, cursor: after } = query
  const asked = { ...casesAsked(deps, query, at), after, limit: limit + 1 }
  const rows = await listCases(deps.db, actor, asked)
  const { items, next } = toPage(rows, limit, (row) => [row.applyAt, row.caseNo])
  return { rows: await shown(deps, items, at, viewCase), next }
}

export type CaseView = ReturnType<typeof viewCase>

/** Every case of a filter, page by page, as the list shows it. */
export async function* allCases(
  deps: AppDeps,
  actor: Actor,
  filter: CaseFilter,
  at: Instant,
): AsyncGenerator<CaseView[]> {
  const asked = casesAsked(deps, filter, at)
  const pages = pagesOf(
    (after: [Instant, string] | undefined, limit) => listCases(deps.db, actor, { ...asked, after, limit }),
    (row): [Instant, string] => [row.applyAt, row.caseNo],
  )
  for await (const rows of pages) yield await shown(deps, rows, at, viewCase)
}

export const totalOfCases = (
  deps: AppDeps,
  actor: Actor,
  { filter, at, most }: { filter: CaseFilter; at: Instant; most: number },
): Promise<number> => countCases(deps.db, actor, casesAsked(deps, filter, at), most)

export type TaskView = ReturnType<typeof viewTask>

/** Every task of a box, page by page, as the list shows it. */
export async function* allTasks(
  deps: AppDeps,
  actor: Actor,
  filter: TaskFilter,
  at: Instant,
): AsyncGenerator<TaskView[]> {
  const { box, sort, only } = filter
  const asked = { ...askedBy(deps, filter, at), box, sort, only }
  const pages = pagesOf(
    (after: TaskKey | undefined, limit) => listTasks(deps.db, actor, { ...asked, after, limit }),
    (row): TaskKey => [row.sortAt, row.instance, row.key],
  )
  for await (const rows of pages) yield await shown(deps, rows, at, (row, read) => viewTask(row, actor, read))
}

export async function totalOfTasks(
  deps: AppDeps,
  actor: Actor,
  { filter, at, most }: { filter: TaskFilter; at: Instant; most: number },
): Promise<number> {
  const list = { id: 'total', box: filter.box, asked: askedBy(deps, filter, at) }
  return (await countTasks(deps.db, actor, [list], most)).get(list.id) ?? 0
}

export async function findHits(deps: AppDeps, actor: Actor, q: string) {
  const hits = await searchCases(deps.db, actor, soughtBy(personalOf(deps), q))
  return hits.map(({ status, ...hit }) => ({ ...hit, statusName: caseStatuses[status].name }))
}

/** A tab's number is read this far. */
const mostOnTab = 100

/** Numbers on the tabs: the boxes and each saved filter. */
export async function countBoxes(deps: AppDeps, actor: Actor, at: Instant) {
  const saved: { id: string; box: Box; asked: Asked }[] = []
  for (const { id, filter } of await listFilters(deps.db, String(actor.id), 'worklist')) {
    const read = savedTaskFilter.safeParse(filter)
    // A status that is no more: the tab is there, only its number is not.
    if (!read.success) continue
    const { box = 'group', ...rest } = read.data
    saved.push({ id, box, asked: askedBy(deps, rest, at) })
  }
  const boxes = (['mine', 'group', 'waiting'] as const).map((box) => ({ id: box, box, asked: { at } }))
  const counts = await countTasks(deps.db, actor, [...boxes, ...saved], mostOnTab)
  const filters = Object.fromEntries(saved.map(({ id }) => [id, counts.get(id) ?? 0]))
  const of = (box: Box) => counts.get(box) ?? 0
  return { mine: of('mine'), group: of('group'), waiting: of('waiting'), filters }
}

function askedBy(deps: AppDeps, { q, noun, item, step, status, light }: Filter, at: Instant): Asked {
  const sought = q ? soughtBy(personalOf(deps), q) : undefined
  return { noun, item, step, status, light, sought, at }
}

function casesAsked(deps: AppDeps, filter: CaseFilter, at: Instant): SoughtCases {
  const { from, to, handler, bureau, only } = filter
  return { ...askedBy(deps, filter, at), from, to, handler, bureau, only }
}

/** With the calendar in force when the page was read; its days are kept in the process. */
async function shown<R extends ShownWith, V>(
  { db }: AppDeps,
  rows: R[],
  at: Instant,
  view: (row: R, reading: Reading) => V,
): Promise<V[]> {
  const [first] = rows
  if (!first) return []
  const reading = { calendar: await calendarOf(db, first.calendarId), at }
  return rows.map((row) => view(row, reading))
}

function chipOfRow({ clock, timeOffset }: ShownWith, { calendar, at }: Reading) {
  return chipOf(clock, calendar, timeOf(new Date(at), { timeOffset }))
}

function viewTask(row: TaskListRow, actor: Actor, reading: Reading) {
  const { sortAt, timeOffset, calendarId, claimedBy, ...rest } = row
  const clock = chipOfRow(row, reading)
  const words = wordsOf(row.noun)
  return {
    ...rest,
    element: shortId(row.element),
    nounName: words?.name ?? row.noun,
    tone: toneOf(words, row.statusName),
    dueDay: clock?.dueDay ?? null,
    clock,
    claimedBy: claimedBy === null ? null : Number(claimedBy),
    mine: claimedBy === String(actor.id),
  }
}

/** A list carries the status's name; its colour follows from it. */
function toneOf(words: NounWords | undefined, name: string): StatusWords['tone'] {
  return Object.values(words?.statuses ?? {}).find((status) => status.name === name)?.tone ?? 'neutral'
}

function viewCase(row: CaseListRow, reading: Reading) {
  const { timeOffset, calendarId, ...rest } = row
  const clock = chipOfRow(row, reading)
  return { ...rest, statusName: caseStatuses[row.status].name, dueDay: clock?.dueDay ?? null, clock }
}
