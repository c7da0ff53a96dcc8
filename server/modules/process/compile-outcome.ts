/**
 * The bare word `outcome` is the last outcome of all: beside a second branch, or after a join, it may be another task's. It
 * is taken only where no other can have come between: behind its task, over gateways alone. Elsewhere the condition names
 * the task (`review = "pass"`).
 */
import type { NetElement } from '../../../workflows/process/model.ts'
import { expressionsOf } from './compile-expression.ts'
import { refuse, type Draft } from './compile-draft.ts'

const bare = /(?<![\p{L}\p{N}_.-])outcome(?![\p{L}\p{N}_-])/u
export const withoutTexts = (expression: string) => expression.replace(/"[^"]*"/g, '""')

/** The expression speaks of the last outcome without saying whose. */
export const isBare = (expression: string): boolean => bare.test(withoutTexts(expression))

export function checkOutcomeWords(draft: Draft): void {
  for (const { owner, what, text } of expressionsOf(draft)) {
    if (!isBare(text)) continue
    // The completion condition of a task of several instances is asked after each of its own outcomes.
    if (draft.elements[owner]?.user && draft.elements[owner]?.multi) continue
    if (tasksBehind(draft, owner).length > 0) continue
    const hint = '请写明是哪个任务的结果，例如 review = "pass"'
    refuse(
      draft,
      owner,
      'outcome-not-of-task',
      `${what}使用了“outcome”，但它不紧跟在给出结果的任务之后；${hint}`,
    )
  }
}

/** The tasks whose outcome `outcome` can be on this flow; none where it may be anybody's. */
export function tasksBehind(draft: Draft, flow: string): NetElement[] {
  const from = draft.elements[draft.flows[flow]?.from ?? '']
  return (from && tasksAt(draft, from, new Set())) ?? []
}

/** The task itself, or those before an exclusive or inclusive gateway into which only tasks lead. */
function tasksAt(draft: Draft, el: NetElement, seen: Set<string>): NetElement[] | undefined {
  if (el.user) return [el]
  if ((el.type !== 'exclusive' && el.type !== 'inclusive') || seen.has(el.id)) return undefined
  seen.add(el.id)
  const found: NetElement[] = []
  for (const id of el.in) {
    const before = draft.elements[draft.flows[id]?.from ?? '']
    const tasks = before && tasksAt(draft, before, seen)
    if (!tasks) return undefined
    found.push(...tasks)
  }
  return found
}
