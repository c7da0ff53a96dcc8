/** What an applicant does: show the secret, hand in what a notice asks for, withdraw. */
import { timingSafeEqual } from 'node:crypto'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { ProblemError, conflict } from '../../errors.ts'
import { personalOf } from '../../personal.ts'
import { normaliseCaseNumber } from '../../../workflows/intake/case-number.ts'
import { caseInstance, caseWords } from '../../../workflows/case/domain.ts'
import { secretHash } from '../intake/secret.ts'
import { findAct, lockInstance } from '../../records/process/act.ts'
import { findSecretHash } from '../../records/case/facts.ts'
import { hasTrail } from '../../records/process/trail.ts'
import { carryOut, keepAct, submitAct } from '../process/acts.ts'
import type { ActResult, Submission } from '../process/acts.ts'
import { forApplicant } from '../process/sender.ts'
import type { ActSender } from '../process/sender.ts'
import { isWaiting, lockDemand, markHandedIn, newFiles, recordPart } from './demand.ts'
import type { Demand } from './demand.ts'
import type { HandIn } from './material-service.ts'

/** Compared with when there is no such case: the answer takes as long and says the same. */
const noHash = '0'.repeat(64)

/**
 * The case whose receipt carries this secret.
 * @throws ProblemError 401, alike for an unknown number and a wrong secret
 */
export async function checkSecret(deps: AppDeps, given: { caseNo: string; secret: string }): Promise<string> {
  const caseNo = normaliseCaseNumber(given.caseNo)
  const known = await findSecretHash(deps.db, caseNo)
  const stored = Buffer.from(known ?? noHash, 'hex')
  const shown = Buffer.from(secretHash(personalOf(deps), caseNo, given.secret), 'hex')
  if (!timingSafeEqual(stored, shown) || known === undefined) {
    throw new ProblemError(401, 'citizen-login-refused', '办件编号或查询密码不正确', {
      detail: '编号和密码都印在收件凭证上',
    })
  }
  return caseNo
}

export interface ApplicantAct {
  caseNo: string
  /** The page's idempotency key. */
  key: string
  /** In the act's transaction, when it is kept. */
  onKept(trx: Db): Promise<void>
}

/**
 * Hands in what was uploaded. Marking the part and, when it was the last, the act that the supplement is complete are
 * one transaction: nobody whose last file was in before the term's end can lose the case to a crash in between.
 * @throws ProblemError 409 `nothing-to-hand-in`, `term-over`, `no-open-supplement`, `case-ended`, `task-taken`
 */
export async function handIn(deps: AppDeps, given: ApplicantAct): Promise<HandIn> {
  const act = await deps.pools.acts.transaction(async (trx) => {
    await lockInstance(trx, caseInstance(given.caseNo))
    const known = await findAct(trx, given.key)
    if (known) return keepAct(deps, trx, completion(given, known.act as Demand['completedBy']))
    if (await isKnownPart(trx, given)) return undefined
    const demand = await lockDemand(deps, trx, given.caseNo)
    const { fresh, complete } = await sort(trx, demand)
    if (fresh.length === 0 && !complete) throw conflict('nothing-to-hand-in', '请先上传需要补交的材料')
    if (complete) {
      await markHandedIn(trx, fresh, demand.at)
      return keepAct(deps, trx, completion(given, demand.completedBy))
    }
    await recordPart(trx, demand, fresh, partOf(given))
    await given.onKept(trx)
    return undefined
  })
  if (!act) return { complete: false, saving: false }
  const result = await carryOut(deps, act)
  return { complete: true, saving: 'saving' in result }
}

/** Which of the wanted materials come in now, and whether that is all of them. */
async function sort(trx: Db, demand: Demand): Promise<{ fresh: Demand['wanted']; complete: boolean }> {
  const files = await newFiles(trx, demand)
  const waiting = demand.wanted.filter(isWaiting)
  const fresh = waiting.filter(({ id }) => files.some((file) => file.materialId === id))
  return { fresh, complete: fresh.length === waiting.length }
}

function partOf({ caseNo, key }: ApplicantAct) {
  const { id, name } = senderOfApplicant(caseNo)
  return { stepKey: partKey(key), handlerId: id, handlerName: name }
}

/** Not the act's own key: the act has a row of its own in 办件过程. */
function partKey(key: string): string {
  return `hand-in/${key}`
}

function isKnownPart(trx: Db, { caseNo, key }: ApplicantAct): Promise<boolean> {
  return hasTrail(trx, caseInstance(caseNo), partKey(key))
}

/** On the citizen page: whoever has shown the query secret acts for the applicant. */
function senderOfApplicant(caseNo: string): ActSender {
  return forApplicant({ id: `citizen:${caseNo}`, name: '申请人' })
}

function completion({ caseNo, key, onKept }: ApplicantAct, outcome: Demand['completedBy']): Submission {
  return {
    instance: caseInstance(caseNo),
    key,
    onKept,
    sender: senderOfApplicant(caseNo),
    request: { outcome },
  }
}

/** The applicant's own right until the decision; ends the case, the materials stay usable. */
export function withdraw(deps: AppDeps, given: ApplicantAct & { reason: string }): Promise<ActResult> {
  const { caseNo, key, reason, onKept } = given
  return submitAct(deps, {
    instance: caseInstance(caseNo),
    key,
    onKept,
    sender: senderOfApplicant(caseNo),
    request: { message: 'end', reason, data: { status: 'withdrawn' } },
    as: { act: 'withdraw', name: caseWords.otherActs.withdraw },
  })
}
