/**
 * What the law and the agreement ask of an act before it is taken, beyond role and status. Each refusal has a stable
 * code and a Chinese sentence that says what to do instead.
 */
import { conflict, invalid } from '../../errors.ts'
import type { Db } from '../../db.ts'
import type { CaseAct } from '../../../workflows/case/domain.ts'
import { specialKinds, termUsedUp } from '../../../workflows/case/domain.ts'
import { unitDayAfter } from '../../../workflows/clock/calendar.ts'
import { dayOf, read } from '../../../workflows/clock/calculator.ts'
import { surveyBasis } from '../../../workflows/item/domain.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import type { ActData } from './schema.ts'
import { listMaterials } from '../../records/case/case.ts'
import type { CaseRow } from '../../records/case/case.ts'
import { listSupplements } from '../../records/case/supplement.ts'
import type { SupplementRow } from '../../records/case/supplement.ts'
import type { StoredClock } from '../../records/clock/clock.ts'
import type { Calendar } from '../../../workflows/clock/domain.ts'

export interface ActContext {
  trx: Db
  row: CaseRow
  item: Item
  clocks: StoredClock[]
  calendar: Calendar
  openTasks: string[]
  /** Acts that are kept and not carried out yet: what they begin counts as begun. */
  pending: readonly string[]
  /** Of whoever acts. */
  roles: readonly string[]
  /** What the agreement lets the centre do in the bureau's name; undefined for a case outside an agreement. */
  entrusted?: readonly string[]
  /** The case's time. */
  at: string
  data: ActData
  reason?: string
}

type Rule = (context: ActContext) => Promise<void> | void

const rules: Partial<Record<CaseAct | 'withdraw', Rule[]>> = {
  supplement: [mayNotify, namesMaterials, repeatsFirstNotice],
  'new-demand': [mayNotify, namesMaterials, hasFirstNotice],
  end: [mayEnd],
  'record-delivery': [provenDelivery, deliveredOnPossibleDay, termStillRuns],
  'complete-supplement': [everythingIsIn('acceptance')],
  'complete-late-supplement': [everythingIsIn('handling')],
  accept: [nothingIsMissing],
  'send-back': [withinSendBackHours, nothingStandsOpen],
  pass: [nothingStandsOpen],
  grant: [nothingStandsOpen, validityInOrder],
  'refuse-grant': [nothingStandsOpen],
  'request-extension': [extensionPossible, noOpenExtension],
  'approve-extension': [extensionPossible],
  'request-late-supplement': [namesMaterials, noOpenLateSupplement],
  'start-special': [namesKind, noOpenSpecial],
  deliver: [provenDelivery, deliveredAfterDecision],
}

export async function checkRules(act: CaseAct | 'withdraw', context: ActContext): Promise<void> {
  for (const rule of rules[act] ?? []) await rule(context)
}

function mayNotify({ entrusted }: ActContext): void {
  if (entrusted && !entrusted.includes('notify')) {
    throw conflict('outside-entrustment', '委托协议未授权中心告知补正，请联系审批部门')
  }
}

/** Withdrawal is the applicant's own right; ending by the centre needs the bureau's word. */
function mayEnd({ entrusted, data }: ActContext): void {
  if (data.status !== 'withdrawn' && entrusted && !entrusted.includes('end')) {
    throw conflict('outside-entrustment', '委托协议未授权中心结束办件，请联系审批部门')
  }
}

/** Each thing to be mended is named with its reason (行政许可法 第三十二条: told once, all of it). */
async function namesMaterials({ trx, row, data }: ActContext): Promise<void> {
  const named = data.materials ?? []
  if (named.length === 0) {
    throw invalid([{ path: 'body.data.materials', message: '请至少选择一项需要补齐或补正的材料' }])
  }
  const own = new Set((await listMaterials(trx, row.caseNo)).map((material) => material.id))
  const strange = named.findIndex((material) => !own.has(material.id))
  if (strange >= 0) {
    throw invalid([{ path: `body.data.materials.${strange}.id`, message: '该材料不属于本办件' }])
  }
  if (new Set(named.map((material) => material.id)).size < named.length) {
    throw invalid([{ path: 'body.data.materials', message: '同一材料只能列一次' }])
  }
}

function firstNotice(supplements: SupplementRow[]): SupplementRow | undefined {
  return supplements.find((row) => row.phase === 'acceptance' && row.round === 1)
}

/** A second round can only repeat what the first notice named, and goes on with the term that is left. */
async function repeatsFirstNotice({ trx, row, data, clocks, calendar, at }: ActContext): Promise<void> {
  const supplements = await listSupplements(trx, row.caseNo)
  if (!firstNotice(supplements)) return
  const materials = await listMaterials(trx, row.caseNo)
  const fresh = (data.materials ?? []).filter(
    ({ id }) => !materials.find((one) => one.id === id)?.firstNotice,
  )
  if (fresh.length > 0) {
    const names = fresh.map(({ id }) => materials.find((one) => one.id === id)?.name ?? id)
    throw conflict(
      'demand-not-in-first-notice',
      '首次告知书未列明的材料不能再要求补正，请提出新的补正要求报负责人批准',
      {
        detail: names.join('、'),
      },
    )
  }
  const term = clocks.filter((clock) => clock.kind === 'supplement').at(-1)
  const used = term?.stopReason === termUsedUp || (term && term.state !== 'stopped' && noDaysLeft(term))
  if (used)
    throw conflict('supplement-term-used', '补正时限已用完，请作出受理决定，或提出新的补正要求报负责人批准')

  function noDaysLeft({ facts, rungs }: StoredClock): boolean {
    return read(facts, calendar, at, rungs).remaining <= 0
  }
}

async function hasFirstNotice({ trx, row }: ActContext): Promise<void> {
  if (!firstNotice(await listSupplements(trx, row.caseNo))) {
    throw conflict('no-first-notice', '尚未告知过补正，请直接一次性告知')
  }
}

/** A term and a closing rest on it (民事诉讼法 第八十七、九十条): how it was delivered, and what proves it. */
function provenDelivery({ row, data }: ActContext): void {
  if (!data.method) throw invalid([{ path: 'body.data.method', message: '请选择送达方式' }])
  if (data.method === 'e-delivery') {
    if (!row.eDelivery)
      throw invalid([{ path: 'body.data.method', message: '申请人没有同意电子送达，请当面或邮寄送达' }])
  } else if (!data.proof) {
    const message = data.method === 'mail-receipt' ? '邮寄送达请填写回执单号' : '请写明由谁签收'
    throw invalid([{ path: 'body.data.proof', message }])
  }
}

/** Not before the notice, not in the future. */
async function deliveredOnPossibleDay({ trx, row, data, at }: ActContext): Promise<void> {
  const notice = (await listSupplements(trx, row.caseNo)).find((one) => one.status === 'open')
  const day = data.day ?? dayOf(at)
  if (day > dayOf(at) || (notice && day < dayOf(notice.toldAt))) {
    throw invalid([{ path: 'body.data.day', message: '送达日期应在告知之日至今日之间' }])
  }
}

function deliveredAfterDecision({ row, data, at }: ActContext): void {
  if (data.day === undefined) return
  if (data.day > dayOf(at) || (row.decidedAt !== null && data.day < dayOf(row.decidedAt)))
    throw invalid([{ path: 'body.data.day', message: '送达日期应在作出决定之日至今日之间' }])
}

/** Recording a delivery of long ago ends the case at once: that is a head's word, not a slip of the pen. */
function termStillRuns({ item, calendar, data, at, roles }: ActContext): void {
  const day = data.day ?? dayOf(at)
  const last = unitDayAfter(calendar, 'working-day', day, item.terms.supplement)
  if (last >= dayOf(at) || roles.includes('head')) return
  throw conflict('delivery-term-over', '自该日起算，补正时限已经届满，登记后办件即终止', {
    detail: `请核对送达日期；确系当日送达的（最后一日 ${last}），由负责人登记`,
    extra: { dueDay: last },
  })
}

function everythingIsIn(phase: 'acceptance' | 'handling'): Rule {
  return async ({ trx, row }) => {
    const open = (await listSupplements(trx, row.caseNo)).find(
      (one) => one.phase === phase && one.status === 'open',
    )
    const wanted = new Set((open?.list ?? []).map((one) => one.materialId))
    const waiting = (await listMaterials(trx, row.caseNo)).filter(
      (material) =>
        wanted.has(material.id) && (material.state === 'missing' || material.state === 'defective'),
    )
    if (waiting.length > 0) {
      throw conflict('materials-not-in', '还有材料没有补交', {
        detail: waiting.map((one) => one.name).join('、'),
      })
    }
  }
}

/** What is missing or defective is told or refused, never accepted in passing. */
async function nothingIsMissing({ trx, row }: ActContext): Promise<void> {
  const waiting = (await listMaterials(trx, row.caseNo)).filter(
    ({ required, state }) => (required && state === 'missing') || state === 'defective',
  )
  if (waiting.length > 0) {
    throw conflict('materials-missing', '材料不齐或不符合形式，请一次性告知补正', {
      detail: waiting.map((one) => one.name).join('、'),
    })
  }
}

async function withinSendBackHours({ trx, row, at }: ActContext): Promise<void> {
  const { send_back_until: until } = await trx('case_record')
    .where({ case_no: row.caseNo })
    .first('send_back_until')
  if (until && at > until) {
    throw conflict('send-back-over', '已超过约定的退件时间，不能再退件')
  }
}

/** Steps beside the review, by their task, with the act that begins each. */
const besides = {
  'late-supplement-wait': { name: '受理后补正', begun: 'request-late-supplement' },
  'special-procedure': { name: '特别程序', begun: 'start-special' },
  'extension-approval': { name: '延期审批', begun: 'request-extension' },
} as const

function isOpen(task: keyof typeof besides, { openTasks, pending }: ActContext): boolean {
  return openTasks.includes(task) || pending.includes(besides[task].begun)
}

/** A decision waits for what was begun: the pause has to be closed first. */
function nothingStandsOpen(context: ActContext): void {
  const open = (Object.keys(besides) as (keyof typeof besides)[]).filter((task) => isOpen(task, context))
  if (open.length > 0)
    throw conflict('step-open', `${open.map((task) => besides[task].name).join('、')}尚未结束，不能继续`)
}

function validityInOrder({ data }: ActContext): void {
  if (data.validFrom && data.validTo && data.validFrom > data.validTo) {
    throw invalid([{ path: 'body.data.validTo', message: '有效期截止日不能早于起始日' }])
  }
}

/** 行政许可法 第四十二条: once; only where the item's law allows it, and before the term is over. */
function extensionPossible({ item, clocks, at }: ActContext): void {
  const clock = clocks.filter((one) => one.kind === 'statutory').at(-1)
  if (!clock || item.terms.extension === 0) throw conflict('no-extension', '该事项没有可以延长的法定时限')
  const extended = clock.facts.extensions.some(({ basis }) => basis !== surveyBasis(item))
  if (extended) throw conflict('extended-already', '法定时限已延长过一次，不能再延')
  if (clock.dueAt !== null && at >= clock.dueAt) throw conflict('term-over', '法定时限已届满，不能再延期')
}

function noOpenExtension(context: ActContext): void {
  if (isOpen('extension-approval', context)) throw conflict('extension-open', '已有一项延期申请正在审批')
}

function noOpenLateSupplement(context: ActContext): void {
  if (isOpen('late-supplement-wait', context))
    throw conflict('late-supplement-open', '已有一项受理后补正正在进行')
}

/** 行政许可法 第四十五条: the time needed is told to the applicant in writing. */
function namesKind({ data }: ActContext): void {
  if (!data.kind) throw invalid([{ path: 'body.data.kind', message: '请选择特别程序的种类' }])
  if (specialKinds[data.kind].art45 && data.limitDays === undefined)
    throw invalid([{ path: 'body.data.limitDays', message: '请填写所需时间，须书面告知申请人' }])
}

function noOpenSpecial(context: ActContext): void {
  if (isOpen('special-procedure', context)) throw conflict('special-open', '已有一项特别程序正在进行')
}
