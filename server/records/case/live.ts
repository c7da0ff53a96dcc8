/** Tells open pages that an instance moved, in the transaction that moves it. */
import type { Db } from '../../db.ts'
import { caseInstance } from '../../../workflows/case/domain.ts'
import { notifyInstance } from '../process/live.ts'

export const notifyCase = (trx: Db, caseNo: string, revision: number): Promise<void> =>
  notifyInstance(trx, caseInstance(caseNo), revision)
