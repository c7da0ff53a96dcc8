import { buildCaseNumber, mostCasesADay } from '../../../workflows/intake/case-number.ts'
import type { Trx } from '../../db.ts'
import { ProblemError } from '../../errors.ts'

export interface Numbering {
  centre: { code: string; district: string; short: string }
  /** Day of receipt, YYYY-MM-DD in Asia/Shanghai. */
  day: string
}

/**
 * Takes the next case number of a centre's day. The sequence's row is locked until the transaction ends: numbers have
 * no double and no gap, and intakes of one centre commit one after the other, so call it late.
 */
export async function allocateCaseNumber(trx: Trx, { centre, day }: Numbering): Promise<string> {
  const [row] = await trx('case_number_sequence')
    .insert({ centre: centre.code, day, last: 1 })
    .onConflict(['centre', 'day'])
    .merge({ last: trx.raw('case_number_sequence.last + 1') })
    .returning<{ last: number }[]>('last')
  const n = row!.last
  if (n > mostCasesADay) throw new ProblemError(409, 'case-numbers-used-up', '本中心今日办件编号已用完')
  return buildCaseNumber({ district: centre.district, centre: centre.short, day, n })
}
