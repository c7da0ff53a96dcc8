/**
 * What the law and the agreement ask of an act before it is taken, beyond role and status. Each refusal has a stable
 * code and a Chinese sentence that says what to do instead.
 */
import { conflict, invalid } from '../../errors.ts'
import type { Db } from '../../db.ts'
import type { CaseAct } from '../../../workflows/case/domain.ts'
import { dayOf } from '../../../workflows/clock/calculator.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import type { ActData } from './schema.ts'
import { listMaterials } from './repository.ts'
import type { CaseRow } from './repository.ts'
import { listSpecials, listSupplements } from './supplement-repository.ts'
import type { SupplementRow } from './supplement-repository.ts'
import type { StoredClock } from '../clock/repository.ts'
import { read } from '../../../workflows/clock/calculator.ts'
import type { Calendar } from '../../../workflows/clock/domain.ts'

export interface ActContext {
  trx: Db
  row: CaseRow
  item: Item
  clocks: StoredClock[]
  calendar: Calendar
  openTasks: string[]
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
  'record-delivery': [deliveredOnPossibleDay],
  'complete-supplement': [everythingIsIn('acceptance')],
  'complete-late-supplement': [everythingIsIn('handling')],
  accept: [nothingIsMissing],
  'send-back': [withinSendBackHours],
  pass: [nothingStandsOpen],
  grant: [nothingStandsOpen, validityInOrder],
  'refuse-grant': [nothingStandsOpen],
  'request-extension': [extensionPossible],
  'approve-extension': [extensionPossible],
  'request-late-supplement': [namesMaterials, noOpenLateSupplement],
  'start-special': [namesKind, noOpenSpecial],
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
  const term = clocks.filter((clock) => clock.kind === 'supplement' && clock.state !== 'stopped').at(-1)
  if (term && read(term.facts, calendar, at, term.rungs).remaining <= 0) {
    throw conflict('supplement-term-used', '补正时限已用完，请作出受理决定，或提出新的补正要求报负责人批准')
  }
}

async function hasFirstNotice({ trx, row }: ActContext): Promise<void> {
  if (!firstNotice(await listSupplements(trx, row.caseNo))) {
    throw conflict('no-first-notice', '尚未告知过补正，请直接一次性告知')
  }
}

/** Proof of delivery: not before the notice, not in the future. */
async function deliveredOnPossibleDay({ trx, row, data, at }: ActContext): Promise<void> {
  if (!data.method) throw invalid([{ path: 'body.data.method', message: '请选择送达方式' }])
  if (data.method === 'mail-receipt' && !data.proof) {
    throw invalid([{ path: 'body.data.proof', message: '邮寄送达请填写回执单号' }])
  }
  const notice = (await listSupplements(trx, row.caseNo)).find((one) => one.status === 'open')
  const day = data.day ?? dayOf(at)
  if (day > dayOf(at) || (notice && day < dayOf(notice.toldAt))) {
    throw invalid([{ path: 'body.data.day', message: '送达日期应在告知之日至今日之间' }])
  }
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

/** A decision waits for what was begun: the pause has to be closed first. */
function nothingStandsOpen({ openTasks }: ActContext): void {
  const names: Record<string, string> = {
    'late-supplement-wait': '受理后补正',
    'special-procedure': '特别程序',
    'extension-approval': '延期审批',
  }
  const open = openTasks.map((task) => names[task]).filter((name) => name !== undefined)
  if (open.length > 0) throw conflict('step-open', `${open.join('、')}尚未结束，不能继续`)
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
  if (clock.facts.extensions.length > 0) throw conflict('extended-already', '法定时限已延长过一次，不能再延')
  if (clock.dueAt !== null && at >= clock.dueAt) throw conflict('term-over', '法定时限已届满，不能再延期')
}

async function noOpenLateSupplement({ trx, row }: ActContext): Promise<void> {
  const open = (await listSupplements(trx, row.caseNo)).some(
    (one) => one.phase === 'handling' && one.status === 'open',
  )
  if (open) throw conflict('late-supplement-open', '已有一项受理后补正正在进行')
}

function namesKind({ data }: ActContext): void {
  if (!data.kind) throw invalid([{ path: 'body.data.kind', message: '请选择特别程序的种类' }])
}

async function noOpenSpecial({ trx, row }: ActContext): Promise<void> {
  const open = (await listSpecials(trx, row.caseNo)).some((one) => one.endedAt === null)
  if (open) throw conflict('special-open', '已有一项特别程序正在进行')
}
