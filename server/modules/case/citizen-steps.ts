/** The way of a case in a few steps, as a bar on the applicant's phone. Pure. */
import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'

export interface Step {
  name: string
  state: 'done' | 'now' | 'todo'
  at?: Instant | null
}

export interface StepFacts {
  status: CaseStatus
  applyAt: Instant
  /** A notice of 补正 before acceptance was given. */
  supplement: boolean
  supplementedAt: Instant | null
  acceptedAt: Instant | null
  decidedAt: Instant | null
  endedAt: Instant | null
}

const way = ['收件', '补正', '受理', '审查', '决定', '送达'] as const
type Stage = (typeof way)[number]

/** Where an open case stands on its way. */
const standsAt: Partial<Record<CaseStatus, Stage>> = {
  received: '受理',
  supplementing: '补正',
  accepted: '审查',
  'sent-back': '审查',
  deciding: '决定',
  delivering: '送达',
}

/** An open case has the whole way before it; one that ended early shows how far it came and how it ended. */
export function stepsOf(facts: StepFacts): Step[] {
  const at: Partial<Record<Stage, Instant | null>> = {
    收件: facts.applyAt,
    补正: facts.supplementedAt,
    受理: facts.acceptedAt,
    决定: facts.decidedAt,
    送达: facts.endedAt,
  }
  const stages = way.filter((stage) => stage !== '补正' || facts.supplement)
  const done = (name: Stage): Step => ({ name, state: 'done', at: at[name] ?? null })
  if (facts.status === 'closed') return stages.map(done)
  const now = standsAt[facts.status]
  if (now === undefined) {
    const reached = stages.filter((stage) => at[stage] && stage !== '送达')
    return [...reached.map(done), { name: caseStatuses[facts.status].name, state: 'done', at: facts.endedAt }]
  }
  const place = stages.indexOf(now)
  return stages.map((name, i) => (i < place ? done(name) : { name, state: i === place ? 'now' : 'todo' }))
}
