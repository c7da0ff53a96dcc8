import { caseInstance, caseStatuses } from '../../../workflows/case/domain.ts'
import type { Calendar, Instant } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { normaliseDocumentNo } from '../../../workflows/item/identity-number.ts'
import { wordsOf } from '../../../workflows/nouns.ts'
import type { NounWords, StatusWords } from '../../../workflows/nouns.ts'
import { instanceId } from '../../../workflows/process/domain.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { Db } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { nouns } from '../../nouns.ts'
import { toPage } from '../../paging.ts'
import { personalOf } from '../../personal.ts'
import { getClocksOf, loadCalendar } from '../../records/clock/clock.ts'
import type { StoredClock } from '../../records/clock/clock.ts'
import { timeOf } from '../../records/process/instance.ts'
import { listFilters } from '../../records/worklist/filter.ts'
import { chipOf } from '../../records/worklist/light.ts'
import { countTasks, listCases, listTasks } from '../../records/worklist/worklist.ts'
import type { Asked, CaseListRow, TaskKey, TaskListRow } from '../../records/worklist/worklist.ts'
import { savedFilterBody } from './schema.ts'
import type { Box, CaseFilter, CaseQuery, Filter, TaskQuery } from './schema.ts'
import { searchCases } from '../../records/worklist/search.ts'

/** What the rows of one page are shown with: read once for all of them. */
interface Shown {
  clocks: Map<string, StoredClock[]>
  calendar: Calendar
  at: Instant
}

export async function pageOfTasks(deps: AppDeps, actor: Actor, query: TaskQuery, at: Instant) {
  const { limit, cursor: after, box, sort } = query
  const asked = { ...(await tasksAsked(deps, query, at)), box, sort, after, limit: limit + 1 }
  const rows = await listTasks(deps.db, actor, asked)
  const { items, next } = toPage(rows, limit, (row) => cursorOfTask(row, box, sort))
  const shown = await shownWith(
    deps,
    items.map(({ instance }) => instance),
    at,
  )
  return { rows: items.map((row) => viewTask(row, actor, shown)), next }
}

function cursorOfTask(row: TaskListRow, box: Box, sort: TaskQuery['sort']): TaskKey {
  const at = box === 'done' ? row.actedAt : sort === 'due' ? row.dueAt : row.openedAt
  return [at, row.instance, row.key]
}

export async function pageOfCases(deps: AppDeps, actor: Actor, query: CaseQuery, at: Instant) {
  const { limit, cursor: after, from, to } = query
  const asked = { ...casesAsked(deps, query, at), from, to, after, limit: limit + 1 }
  const rows = await listCases(deps.db, actor, asked)
  const { items, next } = toPage(rows, limit, (row) => [row.applyAt, row.caseNo])
  const shown = await shownWith(
    deps,
    items.map(({ caseNo }) => caseInstance(caseNo)),
    at,
  )
  return { rows: items.map((row) => viewCase(row, shown)), next }
}

export type CaseView = ReturnType<typeof viewCase>

/** Every case of a filter, page by page, as the list shows it. */
export async function* allCases(
  deps: AppDeps,
  actor: Actor,
  filter: CaseFilter,
  at: Instant,
): AsyncGenerator<CaseView[]> {
  const limit = 200
  const sought = { ...casesAsked(deps, filter, at), from: filter.from, to: filter.to, limit }
  let after: [Instant, string] | undefined
  for (;;) {
    const rows = await listCases(deps.db, actor, { ...sought, after })
    const shown = await shownWith(
      deps,
      rows.map(({ caseNo }) => caseInstance(caseNo)),
      at,
    )
    yield rows.map((row) => viewCase(row, shown))
    const last = rows.at(-1)
    if (!last || rows.length < limit) return
    after = [last.applyAt, last.caseNo]
  }
}

export async function findHits(deps: AppDeps, actor: Actor, q: string) {
  const personal = personalOf(deps)
  const hits = await searchCases(deps.db, actor, {
    q,
    nameHash: personal.hash(q),
    documentHash: personal.hash(normaliseDocumentNo(q)),
    phoneHash: personal.hash(q),
  })
  return hits.map(({ status, ...hit }) => ({ ...hit, statusName: caseStatuses[status].name }))
}

/** Numbers on the tabs: both boxes and each saved filter, to 100. */
export async function countBoxes(deps: AppDeps, actor: Actor, at: Instant) {
  const saved: { id: string; box: Box; asked: Asked }[] = []
  for (const { id, filter } of await listFilters(deps.db, String(actor.id))) {
    const read = savedFilterBody.safeParse(filter)
    // A status that is no more: the tab is there, only its number is not.
    if (!read.success) continue
    const { box = 'group', ...rest } = read.data
    saved.push({ id, box, asked: await tasksAsked(deps, rest, at) })
  }
  const boxes = (['mine', 'group'] as const).map((box) => ({ id: box, box, asked: { at } }))
  const counts = await countTasks(deps.db, actor, [...boxes, ...saved])
  const filters = Object.fromEntries(saved.map(({ id }) => [id, counts.get(id) ?? 0]))
  return { mine: counts.get('mine') ?? 0, group: counts.get('group') ?? 0, filters }
}

function casesAsked(deps: AppDeps, filter: Filter, at: Instant): Asked {
  return { ...filter, at, ...(filter.q && { nameHash: personalOf(deps).hash(filter.q) }) }
}

async function tasksAsked(deps: AppDeps, filter: Filter, at: Instant): Promise<Asked> {
  const { q } = filter
  if (!q) return { ...filter, at }
  return { ...filter, at, found: await findInstances(deps.db, { q, hash: personalOf(deps).hash(q) }) }
}

/** Instances of every noun that a word means by what no list shows, e.g. a person's whole name. */
async function findInstances(db: Db, sought: { q: string; hash: string }): Promise<string[]> {
  const found: string[] = []
  for (const { words, numbersLike } of nouns)
    for (const number of (await numbersLike?.(db, sought)) ?? []) found.push(instanceId(words.key, number))
  return found
}

async function shownWith(deps: AppDeps, instances: string[], at: Instant): Promise<Shown> {
  const clocks = await getClocksOf(deps.db, [...new Set(instances)])
  return { clocks, calendar: await loadCalendar(deps.db), at }
}

function chipOfRow(instance: string, timeOffset: number, shown: Shown) {
  const now = timeOf(new Date(shown.at), { timeOffset })
  return chipOf(shown.clocks.get(instance) ?? [], shown.calendar, now)
}

function viewTask(row: TaskListRow, actor: Actor, shown: Shown) {
  const { dueAt, actedAt, timeOffset, claimedBy, ...rest } = row
  const clock = chipOfRow(row.instance, timeOffset, shown)
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

function viewCase(row: CaseListRow, shown: Shown) {
  const { timeOffset, ...rest } = row
  const clock = chipOfRow(caseInstance(row.caseNo), timeOffset, shown)
  return { ...rest, statusName: caseStatuses[row.status].name, dueDay: clock?.dueDay ?? null, clock }
}
