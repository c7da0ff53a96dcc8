import { checkExpression, FeelError } from '../../../workflows/process/feel.ts'
import type { NetElement } from '../../../workflows/process/model.ts'
import { label, refuse, warn, type Draft } from './compile-draft.ts'

const short = (id: string) => id.slice(id.lastIndexOf('/') + 1)

/** Words an expression may compare with: `name = "word"`, `name != "word"`, `name in ("a", "b")`. */
function comparisons(expression: string): { name: string; word: string }[] {
  const found: { name: string; word: string }[] = []
  const pattern = /([\p{L}_][\p{L}\p{N}_./-]*)\s*(?:!?=\s*("[^"]*")|in\s*[([]([^)\]]*)[)\]])/gu
  for (const [, name = '', one, many] of expression.matchAll(pattern))
    for (const [, word = ''] of (one ?? many ?? '').matchAll(/"([^"]*)"/g)) found.push({ name, word })
  return found
}

/** Every FEEL expression of the net, with the element or flow it belongs to. */
export function expressionsOf(draft: Draft): { owner: string; what: string; text: string }[] {
  const all: { owner: string; what: string; text: string }[] = []
  for (const flow of Object.values(draft.flows))
    if (flow.condition) all.push({ owner: flow.id, what: `连线${label(flow)}的条件`, text: flow.condition })
  for (const el of Object.values(draft.elements)) {
    const add = (what: string, text: string | undefined) => {
      if (text !== undefined) all.push({ owner: el.id, what: `${label(el)}的${what}`, text })
    }
    const timer = el.event?.timer
    if (timer && 'date' in timer) add('日期', timer.date)
    if (timer && 'clock' in timer) add('时限对象', timer.ref)
    add('指定办理人', el.user?.candidate)
    add('办理地点', el.user?.place)
    add('接收对象', el.target?.correlation)
    for (const { name, input } of el.service?.calls ?? [])
      for (const [key, text] of Object.entries(input))
        if (text.startsWith('=')) add(`活动“${name}”的参数“${key}”`, text.slice(1))
    if (el.multi) all.push({ owner: el.id, what: `多实例${label(el)}的集合`, text: el.multi.collection })
    if (el.multi?.completion)
      all.push({ owner: el.id, what: `多实例${label(el)}的完成条件`, text: el.multi.completion })
  }
  return all
}

/** Bad FEEL, outcomes nobody asks for, and questions for outcomes nobody gives. */
export function checkExpressions(draft: Draft) {
  const all = expressionsOf(draft)
  const names = [...Object.keys(draft.elements).map(short), 'outcome']
  for (const { owner, what, text } of all) {
    try {
      checkExpression(text, names)
    } catch (error) {
      if (!(error instanceof FeelError)) throw error
      refuse(draft, owner, 'bad-expression', `${what}“${text}”有误：${error.title}`)
    }
  }
  const users = Object.values(draft.elements).filter((el) => el.user)
  const asked = all.flatMap(({ owner, text }) => comparisons(text).map((one) => ({ owner, ...one })))
  const words = new Set(
    all.flatMap(({ text }) => [...text.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)),
  )
  for (const task of users) checkOutcomes(draft, task, words)
  const offered = new Set(users.flatMap((task) => task.user?.outcomes.map((one) => one.id) ?? []))
  for (const { owner, name, word } of asked) {
    const own = users.filter((task) => short(task.id) === name || task.id === name)
    const known = own.some((task) => task.user?.outcomes.some((one) => one.id === word))
    if (own.length && !known)
      refuse(draft, owner, 'unknown-outcome', `条件比较的结果“${word}”不是任务“${name}”的办理结果`)
    else if (name === 'outcome' && !offered.has(word))
      warn(draft, owner, 'unknown-outcome', `没有任务会给出结果“${word}”`)
  }
}

/** A person chooses between outcomes: then at least one of them must lead somewhere else than the others. */
function checkOutcomes(draft: Draft, task: NetElement, used: Set<string>) {
  const outcomes = task.user?.outcomes ?? []
  if (outcomes.length < 2) return
  const unused = outcomes.filter((one) => !used.has(one.id))
  if (unused.length === outcomes.length)
    return refuse(
      draft,
      task.id,
      'outcomes-unused',
      `用户任务${label(task)}的办理结果没有任何条件使用，选择不起作用`,
    )
  // One outcome may well be what the default flow stands for.
  if (unused.length > 1)
    for (const one of unused)
      warn(draft, task.id, 'outcome-unused', `用户任务${label(task)}的结果“${one.name}”没有条件使用`)
}
