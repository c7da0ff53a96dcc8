/** 收件、受理、不予受理, and acceptance by silence (行政许可法 第三十二条). */
import { startClock, stopClocks } from './clocks.ts'
import { actOf, changeStatus, followUp, noteSystemAct, reasonOf, subject } from './step.ts'
import type { Subject } from './step.ts'
import type { Service } from '../process/activities.ts'
import { addHandover, listSupplements } from '../../server/records/case/supplement.ts'
import { changeCase, listMaterials, writeResult } from '../../server/records/case/case.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'
import { completeDay as completeDayOf, handlingStartDay } from '../../workflows/case/terms.ts'
import type { Day } from '../../workflows/clock/domain.ts'
import { isLicensing } from '../../workflows/item/domain.ts'
import type { ClockArm, ServiceCall } from '../../workflows/process/domain.ts'
import type { Db } from '../../server/db.ts'

/** The receipt starts the acceptance clock from the day of receipt, whatever the hour or weekday. */
const registerReceipt: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const clock = await startAcceptanceClock(trx, it, call, it.row.receivedDay)
  return { clocks: [clock], followUps: [followUp(call, { paper: 'receipt', message: 'case-received' })] }
}

/**
 * Silence is acceptance for licensing only (第三十二条第一款第（四）项); for the rest the clock only advises.
 * @param day day on which the materials, or all supplements, were received
 */
export async function startAcceptanceClock(
  trx: Db,
  it: Subject,
  call: ServiceCall,
  day: Day,
): Promise<ClockArm> {
  return startClock(trx, it.row, {
    id: call.key,
    kind: 'acceptance',
    mode: isLicensing(it.item.itemType) ? 'enforce' : 'advise',
    unit: 'working-day',
    budget: it.item.terms.acceptance,
    startDay: day,
    basis: '行政许可法 第三十二条',
    at: call.cause.at,
  })
}

const acceptCase: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const day = dayOf(call.cause.at)
  await changeCase(trx, it.row.caseNo, { acceptedAt: call.cause.at, acceptedDay: day }, call.cause.at)
  return accepted(trx, call, it, day)
}

/** Not told in time: accepted from the day of receipt, recorded as such. */
const deemAccepted: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const day = await completeDay(trx, it)
  await noteSystemAct(trx, it.row, call, {
    stage: '受理',
    act: 'deemed-accepted',
    actName: '视为受理',
    opinion: `受理时限届满未告知，依照行政许可法第三十二条，自${day}收到申请材料之日起即为受理`,
  })
  await changeCase(
    trx,
    it.row.caseNo,
    { acceptedAt: call.cause.at, acceptedDay: day, deemedAccepted: true, mark: 'deemed-accepted' },
    call.cause.at,
  )
  return accepted(trx, call, it, day)
}

/** Day on which everything was in: the day of receipt, or of the last supplement. */
async function completeDay(trx: Db, it: Subject): Promise<Day> {
  return completeDayOf(it.row.receivedDay, await listSupplements(trx, it.row.caseNo))
}

async function accepted(trx: Db, call: ServiceCall, it: Subject, acceptedDay: Day) {
  const at = call.cause.at
  await changeStatus(trx, it.row, call, 'accepted')
  const stopped = await stopClocks(
    trx,
    it.row.caseNo,
    ['acceptance', 'supplement'],
    { id: call.key, on: dayOf(at), reason: '已受理' },
    at,
  )
  await handOverToBureau(trx, call, it)
  const clocks = await startHandlingClocks(trx, call, it, acceptedDay)
  const deemed = call.element === 'deem-accepted'
  return {
    clocks: [...stopped, ...clocks],
    followUps: [
      followUp(call, {
        paper: 'acceptance-notice',
        message: deemed ? 'case-deemed-accepted' : 'case-accepted',
      }),
      followUp(call, { paper: 'handover-list' }),
    ],
  }
}

/** 移交: list, files and received time, recorded; the bureau may send back within the agreed hours. */
export async function handOverToBureau(trx: Db, call: ServiceCall, it: Subject): Promise<void> {
  const at = call.cause.at
  const materials = await listMaterials(trx, it.row.caseNo)
  const act = await actOf(trx, call)
  await addHandover(trx, it.row, {
    id: `${it.row.caseNo}/${call.key}`,
    direction: 'to-bureau',
    list: materials.map(({ n, name, state }) => ({ n, name, state })),
    reason: reasonOf(act),
    byName: act?.actorName ?? '系统',
    at,
  })
  const until = new Date(Date.parse(at) + it.sendBackHours * 3_600_000).toISOString()
  await changeCase(trx, it.row.caseNo, { handedOverAt: at, sendBackUntil: until }, at)
}

/** Statutory and promised side by side, from the item's start event (`requirements.md`, "The acts in order"). */
async function startHandlingClocks(
  trx: Db,
  call: ServiceCall,
  it: Subject,
  acceptedDay: Day,
): Promise<ClockArm[]> {
  const { terms } = it.item
  const complete = await completeDay(trx, it)
  const startDay = handlingStartDay(terms.startEvent, { accepted: acceptedDay, complete })
  const common = { mode: 'advise' as const, startDay, at: call.cause.at }
  const clocks: ClockArm[] = []
  if (terms.statutory !== null) {
    clocks.push(
      await startClock(trx, it.row, {
        ...common,
        id: `${call.key}/statutory`,
        kind: 'statutory',
        unit: terms.unit,
        unitSource: terms.unitSource,
        budget: terms.statutory,
        basis: it.basis,
      }),
    )
  }
  clocks.push(
    await startClock(trx, it.row, {
      ...common,
      id: `${call.key}/promised`,
      kind: 'promised',
      unit: terms.promisedUnit,
      budget: terms.promised,
      basis: '事项承诺办结时限',
    }),
  )
  return clocks
}

const refuseAcceptance: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await actOf(trx, call)
  const at = call.cause.at
  await changeStatus(trx, it.row, call, 'not-accepted')
  await changeCase(trx, it.row.caseNo, { endedAt: at }, at)
  await writeResult(trx, it.row, { endedAt: at, result: 'not-accepted', refusalReason: reasonOf(act) })
  const stop = { id: call.key, on: dayOf(at), reason: '不予受理' }
  const clocks = await stopClocks(trx, it.row.caseNo, 'all', stop, at)
  return { clocks, followUps: [followUp(call, { paper: 'non-acceptance-decision', message: 'refused' })] }
}

export const acceptanceServices = { registerReceipt, acceptCase, deemAccepted, refuseAcceptance }
