/** From the case's rows to what a paper prints. Pure. */
import type { CaseResult, CaseRow, Medium, Special, Supplement } from './facts.ts'
import type { Tell } from '../process/follow.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { applicantTypes, specialKinds } from '../../workflows/case/domain.ts'
import type {
  ApplicantType,
  DeliveryMethod,
  MaterialState,
  SpecialKind,
} from '../../workflows/case/domain.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'
import { firstUnpublished } from '../../workflows/clock/calendar.ts'
import type { Calendar, ClockKind } from '../../workflows/clock/domain.ts'
import { newestOf } from '../../workflows/clock/newest.ts'
import { isLicensing } from '../../workflows/item/domain.ts'
import type { Item } from '../../workflows/item/domain.ts'
import { legalRemedies } from '../../workflows/paper/domain.ts'
import type { PaperInput, PaperKind } from '../../workflows/paper/domain.ts'

export interface Told extends Tell {
  /** The instance's time of the step. */
  at: string
}

interface BodyRow {
  code: string
  name: string
  mark: string
}

export interface PaperContext {
  row: CaseRow
  item: Item
  /** The item's own legal basis in one line. */
  basis: string
  sendBackHours: number
  tell: Told
  applicantName: string
  querySecret: string
  progressUrl: string
  act: { payload: Record<string, unknown>; actorName: string } | undefined
  /** Of the request: the head's opinion is the house's own. */
  extensionReason?: unknown
  calendar: Calendar
  centre: BodyRow & { address: string; phone: string; hours: string }
  bureau: BodyRow & { court: string; reconsideration: string }
  entrustmentNo?: string
  materials: { id: string; name: string; state: MaterialState; reason: string | null; medium: Medium }[]
  clocks: StoredClock[]
  notice?: Supplement
  noticeNumber?: string
  /** Number of the notice whose delivery started the term; a repeated one starts none. */
  termNoticeNumber?: string
  /** Of the supplement term. */
  daysLeft: number
  /** Last day of the statutory term before it was extended; undefined while a pause was open. */
  lastDayBefore?: string
  special?: Special
  result?: CaseResult
  decision?: { number: string; title: string }
  /** Last day of the supplement term if the notice were delivered on its own day. */
  lastDayIfDeliveredOn: string
}

export function paperInput(kind: PaperKind, context: PaperContext): PaperInput {
  return { ...common(context), ...parts[kind]?.(context) }
}

function common({
  row,
  item,
  applicantName,
  centre,
  bureau,
  entrustmentNo,
  ...context
}: PaperContext): PaperInput {
  return {
    item: {
      name: row.itemName,
      code: row.itemCode,
      type: row.itemType,
      licensing: isLicensing(row.itemType),
      basis: context.basis === '' ? [] : context.basis.split('、'),
    },
    applicant: {
      name: applicantName,
      type: applicantTypes[row.applicantType as ApplicantType] ?? row.applicantType,
      idMasked: row.documentNoMasked,
      phoneMasked: row.phoneMasked,
    },
    centre: {
      code: centre.code,
      name: centre.name,
      mark: centre.mark,
      address: centre.address,
      phone: centre.phone,
      hours: centre.hours,
    },
    bureau: { code: bureau.code, name: bureau.name, mark: bureau.mark },
    ...(entrustmentNo && { entrustment: { no: entrustmentNo, bureau: bureau.name, centre: centre.name } }),
    progressUrl: context.progressUrl,
    unpublishedFrom: firstUnpublished(context.calendar, dayOf(context.tell.at)),
  }
}

type Parts = (context: PaperContext) => Partial<PaperInput>

const parts: Partial<Record<PaperKind, Parts>> = {
  receipt: (c) => ({ materials: allMaterials(c), receivedAt: c.row.applyAt, querySecret: c.querySecret }),
  'acceptance-notice': (c) => ({
    ...termsOf(c, 'promised', 'terms'),
    ...termsOf(c, 'statutory', 'statutory'),
    ...(c.tell.message === 'case-deemed-accepted' && {
      deemed: { receivedOn: c.row.acceptedDay ?? c.row.receivedDay },
    }),
  }),
  'non-acceptance-decision': (c) => ({ reasons: reasons(c), remedies: remedies(c) }),
  'supplement-notice': (c) => ({
    materials: (c.notice?.list ?? []).map(({ name, state, reason }) => ({ name, state, reason })),
    terms: supplementTerms(c),
    // After acceptance nothing is deemed withdrawn: the demand rests on the item's own law.
    ...(isLate(c) && c.basis !== '' && { basis: c.basis.split('、') }),
    ...(reasons(c).length > 0 && { reasons: reasons(c) }),
  }),
  'extension-notice': (c) => {
    const clock = newestOf(c.clocks, 'statutory')
    const extension = clock?.facts.extensions.at(-1)
    return {
      reasons: linesOf(c.extensionReason),
      extension: {
        days: extension?.days ?? c.item.terms.extension,
        unit: c.item.terms.unit,
        ...(c.lastDayBefore && { from: c.lastDayBefore }),
        ...(clock?.dueDay && { to: clock.dueDay }),
        approvedBy: c.act?.actorName ?? '',
      },
    }
  },
  'special-procedure-notice': specialNotice,
  'grant-decision': (c) => ({
    ...appliedWhen(c),
    decision: {
      ...(reasons(c).length > 0 && { text: reasons(c).join('\n') }),
      certificate: {
        name: c.result?.certificateName ?? c.item.resultName,
        ...(c.result?.certificateNo && { number: c.result.certificateNo }),
        ...(c.result?.validFrom && { validFrom: c.result.validFrom }),
        ...(c.result?.validTo && { validTo: c.result.validTo }),
      },
    },
    ...termsOf(c, 'delivery', 'terms'),
  }),
  'refusal-decision': (c) => ({ ...appliedWhen(c), reasons: reasons(c), remedies: remedies(c) }),
  'termination-notice': termination,
  'proof-of-service': service,
  'handover-list': (c) => ({
    materials: allMaterials(c),
    receivedAt: c.row.applyAt,
    ...(c.row.acceptedDay && { acceptedOn: c.row.acceptedDay }),
  }),
  'send-back-notice': (c) => ({
    reasons: reasons(c),
    sendBack: { handedOverAt: c.row.handedOverAt ?? c.tell.at, hours: c.sendBackHours },
  }),
}

function appliedWhen({ row }: PaperContext): Partial<PaperInput> {
  return { receivedAt: row.applyAt, ...(row.acceptedDay && { acceptedOn: row.acceptedDay }) }
}

function supplementTerms(c: PaperContext): NonNullable<PaperInput['terms']> {
  const unit = 'working-day'
  if (isLate(c)) {
    const consequence = '材料收齐后恢复计算办理时限；逾期未提交的，将根据已有材料作出决定。'
    return { days: c.item.terms.supplement, unit, lastDay: c.lastDayIfDeliveredOn, consequence }
  }
  const consequence =
    '逾期未补正的，视为主动撤回申请，办件终止；终止后不影响重新申请，已提交的材料可以继续使用。'
  const running = newestOf(c.clocks, 'supplement')
  if (isRepeated(c.notice) && running?.dueDay) {
    return { days: c.daysLeft, unit, lastDay: running.dueDay, consequence, continued: true }
  }
  const lastDay = running?.dueDay ?? c.lastDayIfDeliveredOn
  return { days: c.item.terms.supplement, unit, lastDay, consequence }
}

/** A second round asks for what the first notice named and goes on with its term. */
export function isRepeated(notice: Supplement | undefined): boolean {
  return notice !== undefined && notice.round > 1 && !notice.newDemand
}

/** Only the procedures of 第四十五条 rest on it; the others on what the item's own law says. */
function specialNotice(c: PaperContext): Partial<PaperInput> {
  const { special } = c
  if (!special) return { reasons: reasons(c) }
  const named = c.act?.payload.basis
  const own = typeof named === 'string' && named !== '' ? [named] : c.basis === '' ? [] : c.basis.split('、')
  const { statutoryWithSurvey } = c.item.terms
  return {
    reasons: reasons(c),
    ...(!specialKinds[special.kind as SpecialKind].art45 && own.length > 0 && { basis: own }),
    special: {
      name: special.name,
      ...(special.limitDays !== null && { days: special.limitDays }),
      unit: 'working-day' as const,
      startOn: dayOf(special.startedAt),
      countsStatutory: special.countsStatutory,
      countsPromised: special.countsPromised,
      ...(special.kind === 'site-survey' &&
        statutoryWithSurvey !== null && {
          statutoryWithSurvey: { days: statutoryWithSurvey, unit: c.item.terms.unit },
        }),
    },
  }
}

function isLate(c: PaperContext): boolean {
  return c.notice?.phase === 'handling'
}

function termination(c: PaperContext): Partial<PaperInput> {
  if (c.tell.message !== 'terminated-deemed-withdrawn') {
    const how = c.tell.message === 'terminated-withdrawn' ? 'withdrawn' : 'ended'
    return { termination: { how }, reasons: reasons(c) }
  }
  const clock = newestOf(c.clocks, 'supplement')
  return {
    termination: {
      how: 'deemed-withdrawn',
      notice: {
        number: c.termNoticeNumber ?? c.noticeNumber ?? '',
        servedOn: clock?.facts.startDay ?? c.notice?.deliveredDay ?? '',
        lastDay: clock?.dueDay ?? '',
      },
    },
  }
}

function service(c: PaperContext): Partial<PaperInput> {
  const ofNotice = c.notice !== undefined && c.notice.id === c.tell.ref
  const paper = ofNotice
    ? { name: '一次性补正告知书', number: c.noticeNumber ?? '' }
    : { name: c.decision?.title ?? '决定书', number: c.decision?.number ?? '' }
  const proof = c.act?.payload.proof
  const method = String(
    c.act?.payload.method ?? c.notice?.deliveryMethod ?? 'counter-signature',
  ) as DeliveryMethod
  return {
    service: {
      papers: [paper],
      method,
      ...(method === 'counter-signature' && { place: c.centre.address }),
      ...servedWhen(c, ofNotice),
      ...(typeof proof === 'string' && proof !== '' && { proofNo: proof }),
      recipient: c.applicantName,
    },
  }
}

function servedWhen(c: PaperContext, ofNotice: boolean): { servedOn: string } | { servedAt: string } {
  const day = ofNotice ? c.notice?.deliveredDay : c.act?.payload.day
  return typeof day === 'string' ? { servedOn: day } : { servedAt: c.tell.at }
}

const mediumNames = { paper: '纸质件', electronic: '电子件' } as const

function allMaterials(c: PaperContext): PaperInput['materials'] {
  return c.materials.map(({ name, state, reason, medium }) => ({
    name,
    state,
    ...(reason && { reason }),
    ...(state !== 'missing' && medium !== 'none' && { form: mediumNames[medium] }),
  }))
}

function reasons(c: PaperContext): string[] {
  return linesOf(c.act?.payload.reason)
}

function linesOf(reason: unknown): string[] {
  return typeof reason === 'string' && reason !== ''
    ? reason.split('\n').filter((line) => line.trim() !== '')
    : []
}

function remedies(c: PaperContext): PaperInput['remedies'] {
  return legalRemedies(c.bureau.reconsideration, c.bureau.court)
}

function termsOf(c: PaperContext, kind: ClockKind, as: 'terms' | 'statutory'): Partial<PaperInput> {
  const clock = newestOf(c.clocks, kind)
  if (!clock) return {}
  const term = { days: clock.total, unit: clock.facts.unit, ...(clock.dueDay && { lastDay: clock.dueDay }) }
  return { [as]: term }
}
