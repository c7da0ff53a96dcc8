import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { Calendar, Instant } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { normaliseDocumentNo } from '../../../workflows/item/identity-number.ts'
import type { AppDeps } from '../../deps.ts'
import { toPage } from '../../paging.ts'
import { personalOf } from '../../personal.ts'
import { getClocksOf, loadCalendar } from '../../records/clock/clock.ts'
import type { StoredClock } from '../../records/clock/clock.ts'
import { listFilters } from '../../records/worklist/filter.ts'
import { chipOf } from '../../records/worklist/light.ts'
import { countTasks, listCases, listTasks } from '../../records/worklist/worklist.ts'
import type { Asked, CaseListRow, TaskKey, TaskListRow } from '../../records/worklist/worklist.ts'
import { savedFilterBody } from './schema.ts'
import type { Box, CaseFilter, CaseQuery, Filter, TaskQuery } from './schema.ts'
import { searchCases } from '../../records/worklist/search.ts'
import { instanceId } from '../../../workflows/process/domain.ts'

/** What the rows of one page are shown with: read once for all of them. */
interface Shown {
  clocks: Map<string, StoredClock[]>
  calendar: Calendar
  at: Instant
}

export async function pageOfTasks(deps: AppDeps, actor: Actor, query: TaskQuery, at: Instant) {
  const { limit, cursor: after, box, sort } = query
  const asked = { ...askedOf(deps, query, at), box, sort, after, limit: limit + 1 }
  const rows = await listTasks(deps.db, actor, asked)
  const { items, next } = toPage(rows, limit, (row) => cursorOfTask(row, box, sort))
  const shown = await shownWith(deps, items, at)
  return { rows: items.map((row) => viewTask(row, actor, shown)), next }
}

function cursorOfTask(row: TaskListRow, box: Box, sort: TaskQuery['sort']): TaskKey {
  const at = box === 'done' ? row.actedAt : sort === 'due' ? row.nextDueAt : row.openedAt
  return [at, row.instance, row.key]
}

export async function pageOfCases(deps: AppDeps, actor: Actor, query: CaseQuery, at: Instant) {
  const { limit, cursor: after, from, to } = query
  const asked = { ...askedOf(deps, query, at), from, to, after, limit: limit + 1 }
  const rows = await listCases(deps.db, actor, asked)
  const { items, next } = toPage(rows, limit, (row) => [row.applyAt, row.caseNo])
  const shown = await shownWith(deps, items, at)
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
  let after: [Instant, string] | undefined
  for (;;) {
    const asked = { ...askedOf(deps, filter, at), from: filter.from, to: filter.to, after, limit }
    const rows = await listCases(deps.db, actor, asked)
    const shown = await shownWith(deps, rows, at)
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
  const saved = (await listFilters(deps.db, String(actor.id))).flatMap(({ id, filter }) => {
    const read = savedFilterBody.safeParse(filter)
    // A step or status that is no more: the tab is there, only its number is not.
    if (!read.success) return []
    const { box = 'group', ...rest } = read.data
    return [{ id, box, asked: askedOf(deps, rest, at) }]
  })
  const boxes = (['mine', 'group'] as const).map((box) => ({ id: box, box, asked: { at } }))
  const counts = await countTasks(deps.db, actor, [...boxes, ...saved])
  const filters = Object.fromEntries(saved.map(({ id }) => [id, counts.get(id) ?? 0]))
  return { mine: counts.get('mine') ?? 0, group: counts.get('group') ?? 0, filters }
}

function askedOf(deps: AppDeps, { q, item, step, status, light }: Filter, at: Instant): Asked {
  return { q, item, step, status, light, at, ...(q && { nameHash: personalOf(deps).hash(q) }) }
}

async function shownWith(deps: AppDeps, rows: { caseNo: string }[], at: Instant): Promise<Shown> {
  const caseNos = [...new Set(rows.map(({ caseNo }) => caseNo))]
  const byInstance = await getClocksOf(
    deps.db,
    caseNos.map((caseNo) => instanceId('case', caseNo)),
  )
  const clocks = new Map(caseNos.map((caseNo) => [caseNo, byInstance.get(instanceId('case', caseNo)) ?? []]))
  return { clocks, calendar: await loadCalendar(deps.db), at }
}

/** Wall time plus what the case was moved ahead (0 in production). */
export function caseTime(at: Instant, offset: number): Instant {
  return new Date(Date.parse(at) + Number(offset)).toISOString()
}

function chipOfRow({ caseNo, timeOffset }: { caseNo: string; timeOffset: number }, shown: Shown) {
  return chipOf(shown.clocks.get(caseNo) ?? [], shown.calendar, caseTime(shown.at, timeOffset))
}

function viewTask(row: TaskListRow, actor: Actor, shown: Shown) {
  const { nextDueAt, actedAt, timeOffset, claimedBy, ...rest } = row
  const clock = chipOfRow(row, shown)
  return {
    ...rest,
    statusName: caseStatuses[row.status].name,
    dueDay: clock?.dueDay ?? null,
    clock,
    claimedBy: claimedBy === null ? null : Number(claimedBy),
    mine: claimedBy === String(actor.id),
  }
}

function viewCase(row: CaseListRow, shown: Shown) {
  const { timeOffset, ...rest } = row
  const clock = chipOfRow(row, shown)
  return { ...rest, statusName: caseStatuses[row.status].name, dueDay: clock?.dueDay ?? null, clock }
}
