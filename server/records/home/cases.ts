/** The cases in progress of those who watch, by light: the same rule as the list that each number leads to. */
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'
import { caseIsOver, caseLights } from '../worklist/light.ts'

export interface CaseFigures {
  running: number
  red: number
  /** Of the red ones: the term is over. */
  overdue: number
  yellow: number
  paused: number
}

/** One pass over what is open in the reader's scope, by the index of open cases. */
export async function countCases(db: Db, actor: Actor, at: string): Promise<CaseFigures> {
  const open = db('case_record as c').whereNull('c.ended_at')
  scopeQuery(open, actor, 'c')
  const counted = (name: string, where: string) =>
    db.raw(`(count(*) filter (where ${where}))::int as ${name}`, { at })
  return open.first(
    db.raw('count(*)::int as running'),
    counted('red', caseLights.red),
    counted('overdue', caseIsOver),
    counted('yellow', caseLights.yellow),
    counted('paused', caseLights.paused),
  )
}
