/**
 * The bare word `outcome` is the last outcome of all: beside a second branch, or after a join, it may be another task's. It
 * is taken only where no other can have come between: behind its task, over gateways alone. Elsewhere the condition names
 * the task (`review = "pass"`).
 */
import type { NetElement } from '../../../workflows/process/model.ts'
import { expressionsOf } from './compile-expression.ts'
import { refuse, type Draft } from './compile-draft.ts'

const bare = /(?<![\p{L}\p{N}_.-])outcome(?![\p{L}\p{N}_-])/u
const withoutTexts = (expression: string) => expression.replace(/"[^"]*"/g, '""')

export function checkOutcomeWords(draft: Draft): void {
  for (const { owner, what, text } of expressionsOf(draft)) {
    if (!bare.test(withoutTexts(text))) continue
    // The completion condition of a task of several instances is asked after each of its own outcomes.
    if (draft.elements[owner]?.user && draft.elements[owner]?.multi) continue
    const flow = draft.flows[owner]
    const from = flow && draft.elements[flow.from]
    if (from && isBehindTask(draft, from, new Set())) continue
    const hint = '请写明是哪个任务的结果，例如 review = "pass"'
    refuse(
      draft,
      owner,
      'outcome-not-of-task',
      `${what}使用了“outcome”，但它不紧跟在给出结果的任务之后；${hint}`,
    )
  }
}

/** The task itself, or an exclusive or inclusive gateway into which only such lead. */
function isBehindTask(draft: Draft, el: NetElement, seen: Set<string>): boolean {
  if (el.user) return true
  if ((el.type !== 'exclusive' && el.type !== 'inclusive') || seen.has(el.id)) return false
  seen.add(el.id)
  const before = el.in.map((id) => draft.elements[draft.flows[id]?.from ?? ''])
  return before.length > 0 && before.every((one) => one !== undefined && isBehindTask(draft, one, seen))
}
