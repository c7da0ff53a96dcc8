/** How a case came here: the timeline of acts, the live diagram, the deadline ledger. */
import type { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import { getClocks, loadCalendar } from '../../records/clock/clock.ts'
import { viewClock, viewLedger } from './clock-view.ts'
import type { LedgerView } from './clock-view.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { mayRead } from '../paper/service.ts'
import { findItemOfCase } from './item-of-case.ts'
import { getCaseRow, timeOf } from './view-service.ts'
import type { diagramView, timelineView } from './view-schema.ts'
import { instanceId } from '../../../workflows/process/domain.ts'
import { countTraces, listTraces } from '../../records/process/trace.ts'

type Row = Record<string, any>

export async function viewTimeline(
  db: Db,
  actor: Actor,
  caseNo: string,
): Promise<z.infer<typeof timelineView>> {
  const rows: Row[] = await db('trail')
    .where({ instance: instanceId('case', caseNo) })
    .orderBy(['ended_at', 'id'])
  const all = await db('paper')
    .where({ instance: instanceId('case', caseNo) })
    .select('id', 'title', 'number', 'step_key', 'kind')
  const papers: Row[] = all.filter((paper) => mayRead({ kind: 'staff', actor }, paper))
  // A paper follows a service step; the step knows the act that led to it.
  const steps: Row[] = await db('step_result')
    .where({ instance: `case:${caseNo}` })
    .select('key', 'act_id')
  const cause = new Map(steps.map((step) => [step.key as string, step.act_id as string]))
  return {
    rows: rows.map((row) => ({
      id: String(row.id),
      at: row.ended_at,
      stage: row.stage,
      act: row.act,
      actName: row.act_name,
      actor: row.handler_name,
      opinion: row.opinion,
      statusAfter: row.status_after ? caseStatuses[row.status_after as CaseStatus].name : null,
      papers: papers
        .filter((paper) => paper.step_key === row.step_key || cause.get(paper.step_key) === row.step_key)
        .map(({ id, title, number }) => ({ id, title, number })),
      // The law's date stands; when it was written down later, both are shown.
      effective: lateBy(row.ended_at, row.recorded_at) ? row.ended_at : null,
      kind: row.handler_id !== 'system' ? 'act' : row.stage === '监测' ? 'system' : 'timer',
    })),
  }
}

const lateAfterMs = 10 * 60_000

function lateBy(at: string, recordedAt: string): boolean {
  return Date.parse(recordedAt) - Date.parse(at) > lateAfterMs
}

export async function viewLedgers(deps: AppDeps, caseNo: string): Promise<LedgerView[]> {
  const row = await getCaseRow(deps.db, caseNo)
  const item = await findItemOfCase(deps.db, { itemCode: row.item_code, itemVersion: row.item_version })
  const calendar = await loadCalendar(deps.db)
  const at = await timeOf(deps, caseNo)
  return (await getClocks(deps.db, instanceId('case', caseNo))).map((clock) =>
    viewLedger(clock, item, calendar, at),
  )
}

export async function viewDiagram(deps: AppDeps, caseNo: string): Promise<z.infer<typeof diagramView>> {
  const { db } = deps
  const instance = `case:${caseNo}`
  const row = await getCaseRow(db, caseNo)
  const item = await findItemOfCase(db, { itemCode: row.item_code, itemVersion: row.item_version })
  const calendar = await loadCalendar(db)
  const at = await timeOf(deps, caseNo)
  const definition = await db('process_instance as i')
    .join('process_definition as d', 'd.id', 'i.definition_id')
    .where('i.id', instance)
    .first('d.bpmn')
  const clocks = await getClocks(db, instance)
  const traces = await listTraces(db, instance)
  const timers: Row[] = await db('process_timer').where({ instance }).orderBy('revision')
  return {
    bpmn: definition?.bpmn ?? '',
    elements: countTraces(traces),
    flows: [...new Set(traces.flatMap((trace) => trace.flow ?? []))],
    tasks: await db('task')
      .where({ instance, status: 'open' })
      .select('element', 'key', { claimedName: 'claimed_name' }, { openedAt: 'opened_at' }),
    timers: timers.map((timer) => {
      const clock = clocks.filter((one) => one.kind === timer.clock).sort((a, b) => b.n - a.n)[0]
      return {
        element: timer.element,
        clock: timer.clock,
        mode: timer.mode,
        dueAt: timer.clock ? (clock?.dueAt ?? null) : timer.due_at,
        status: timer.status,
      }
    }),
    clocks: clocks.map((clock) => viewClock(clock, item, calendar, at)),
    traces: traces.map(({ element, at: when, what, actor }) => ({
      element,
      at: when,
      what,
      ...(actor && { actor }),
    })),
  }
}
