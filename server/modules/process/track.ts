/** How an instance came here: the timeline of acts, the live diagram, the deadline ledger. */
import type { z } from 'zod'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { newestOf } from '../../../workflows/clock/newest.ts'
import { statusName } from '../../../workflows/nouns.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { listFilesOfActs } from '../../records/file/file.ts'
import { listPapers } from '../../records/paper/paper.ts'
import { findDrawing } from '../../records/process/drawing.ts'
import type { InstanceRow } from '../../records/process/instance.ts'
import { listTimers } from '../../records/process/timer.ts'
import { countTraces, listTraces } from '../../records/process/trace.ts'
import { causesOfSteps, listTrail } from '../../records/process/trail.ts'
import type { TrailRow } from '../../records/process/trail.ts'
import { mayRead } from '../paper/service.ts'
import { readingOf } from './instance-view.ts'
import { loadScene } from './scene.ts'
import { viewClock, viewLedger } from './clock-view.ts'
import type { LedgerView } from './clock-view.ts'
import type { diagramView, timelineView } from './instance-schema.ts'

type Timeline = z.infer<typeof timelineView>

export async function viewTimeline(db: Db, actor: Actor, { id, noun }: InstanceRow): Promise<Timeline> {
  const all = await listPapers(db, id, { unprinted: true })
  const papers = all.filter((paper) => mayRead({ kind: 'staff', actor }, paper))
  // A paper follows a service step; the step knows the act that led to it.
  const cause = await causesOfSteps(db, id)
  const files = await listFilesOfActs(db, id)
  const follows = (stepKey: string, row: TrailRow) =>
    stepKey === row.stepKey || cause.get(stepKey) === row.stepKey
  return {
    rows: (await listTrail(db, id)).map((row) => ({
      id: String(row.id),
      at: row.at,
      recordedAt: row.recordedAt,
      stage: row.stage,
      act: row.act,
      actName: row.actName,
      actor: row.handlerName,
      opinion: row.opinion,
      statusAfter: row.statusAfter ? statusName(noun, row.statusAfter) : null,
      papers: papers
        .filter((paper) => follows(paper.stepKey, row))
        .map(({ id: paper, title, number: no }) => ({ id: paper, title, number: no })),
      files: files
        .filter(({ actId }) => actId === row.stepKey)
        .map(({ id: file, name }) => ({ id: file, name })),
      // The law's date stands; when it was written down later, both are shown.
      effective: lateBy(row) ? row.at : null,
      kind: row.handlerId !== 'system' ? 'act' : row.stage === '监测' ? 'system' : 'timer',
    })),
  }
}

const lateAfterMs = 10 * 60_000

function lateBy({ at, recordedAt }: TrailRow): boolean {
  return Date.parse(recordedAt) - Date.parse(at) > lateAfterMs
}

export async function viewLedgers(
  { db, now }: Pick<AppDeps, 'db' | 'now'>,
  row: InstanceRow,
): Promise<LedgerView[]> {
  const scene = await loadScene(db, { instance: row.id }, now())
  const reading = readingOf(scene)
  return scene.clocks.map((clock) => viewLedger(clock, reading))
}

export async function viewDiagram(
  deps: Pick<AppDeps, 'db' | 'now'>,
  row: InstanceRow,
): Promise<z.infer<typeof diagramView>> {
  const { db } = deps
  const scene = await loadScene(db, { instance: row.id }, deps.now())
  const { clocks } = scene
  const reading = readingOf(scene)
  const traces = await listTraces(db, row.id)
  return {
    bpmn: (await findDrawing(db, row.definitionId)) ?? { root: '', calls: {} },
    elements: countTraces(traces),
    flows: [...new Set(traces.flatMap(({ flow }) => flow ?? []))],
    tasks: scene.tasks,
    timers: (await listTimers(db, row.id)).map((timer) => ({
      ...timer,
      dueAt: timer.clock ? (newestOf(clocks, timer.clock)?.dueAt ?? null) : timer.dueAt,
    })),
    clocks: clocks.map((clock) => viewClock(clock, reading)),
    traces: traces.map(({ element, at, what, actor }) => ({ element, at, what, ...(actor && { actor }) })),
  }
}
