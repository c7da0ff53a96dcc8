/** 补正: told once, all of it (行政许可法 第三十二条); a second round only repeats what the first notice named. */
import { termUsedUp } from '../../../workflows/case/domain.ts'
import { read } from '../../../workflows/clock/calculator.ts'
import { newestOf } from '../../../workflows/clock/newest.ts'
import { conflict, invalid } from '../../errors.ts'
import type { SupplementRow } from '../../records/case/supplement.ts'
import type { CaseInput, CaseScene } from './scene.ts'

export function mayNotify({ context: { entrusted } }: CaseScene): void {
  if (entrusted && !entrusted.includes('notify'))
    throw conflict('outside-entrustment', '委托协议未授权中心告知补正，请联系审批部门')
}

/** Each thing to be mended is named with its reason. */
export function namesMaterials({ context }: CaseScene, { data }: CaseInput): void {
  const named = data.materials ?? []
  if (named.length === 0)
    throw invalid([{ path: 'body.data.materials', message: '请至少选择一项需要补齐或补正的材料' }])
  const own = new Set(context.materials.map(({ id }) => id))
  const strange = named.findIndex(({ id }) => !own.has(id))
  if (strange >= 0)
    throw invalid([{ path: `body.data.materials.${strange}.id`, message: '该材料不属于本办件' }])
  if (new Set(named.map(({ id }) => id)).size < named.length)
    throw invalid([{ path: 'body.data.materials', message: '同一材料只能列一次' }])
}

function firstNotice(supplements: SupplementRow[]): SupplementRow | undefined {
  return supplements.find((row) => row.phase === 'acceptance' && row.round === 1)
}

/** A second round can only repeat what the first notice named. */
export function repeatsFirstNotice({ context }: CaseScene, { data }: CaseInput): void {
  if (!firstNotice(context.supplements)) return
  const nameOf = new Map(context.materials.map(({ id, name }) => [id, name]))
  const told = new Set(context.materials.filter((one) => one.firstNotice).map(({ id }) => id))
  const fresh = (data.materials ?? []).filter(({ id }) => !told.has(id))
  if (fresh.length === 0) return
  throw conflict(
    'demand-not-in-first-notice',
    '首次告知书未列明的材料不能再要求补正，请提出新的补正要求报负责人批准',
    { detail: fresh.map(({ id }) => nameOf.get(id) ?? id).join('、') },
  )
}

/** It goes on with the term that is left. */
export function termIsLeft({ context, clocks, calendar, at }: CaseScene): void {
  if (!firstNotice(context.supplements)) return
  const term = newestOf(clocks, 'supplement')
  if (!term) return
  const noDaysLeft = term.state !== 'stopped' && read(term.facts, calendar, at, term.rungs).remaining <= 0
  if (term.stopReason === termUsedUp || noDaysLeft)
    throw conflict('supplement-term-used', '补正时限已用完，请作出受理决定，或提出新的补正要求报负责人批准')
}

export function hasFirstNotice({ context }: CaseScene): void {
  if (!firstNotice(context.supplements)) throw conflict('no-first-notice', '尚未告知过补正，请直接一次性告知')
}

export function everythingIsIn(phase: 'acceptance' | 'handling') {
  return ({ context }: CaseScene): void => {
    const open = context.supplements.find((one) => one.phase === phase && one.status === 'open')
    const wanted = new Set((open?.list ?? []).map(({ materialId }) => materialId))
    const waiting = context.materials.filter(
      ({ id, state }) => wanted.has(id) && (state === 'missing' || state === 'defective'),
    )
    if (waiting.length === 0) return
    throw conflict('materials-not-in', '还有材料没有补交', {
      detail: waiting.map(({ name }) => name).join('、'),
    })
  }
}

/** What is missing or defective is told or refused, never accepted in passing. */
export function nothingIsMissing({ context }: CaseScene): void {
  const waiting = context.materials.filter(
    ({ required, state }) => (required && state === 'missing') || state === 'defective',
  )
  if (waiting.length === 0) return
  throw conflict('materials-missing', '材料不齐或不符合形式，请一次性告知补正', {
    detail: waiting.map(({ name }) => name).join('、'),
  })
}
