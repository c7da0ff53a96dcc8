/**
 * Who chooses must change something, and who asks must be able to get an answer: outcomes that no condition about their
 * task uses, and conditions for outcomes that their task cannot give.
 */
import { FeelError, holds } from '../../../workflows/process/feel.ts'
import type { NetElement } from '../../../workflows/process/model.ts'
import { isOneOfMany, shortId } from '../../../workflows/process/people.ts'
import { label, refuse, warn, type Draft } from './compile-draft.ts'
import { expressionsOf } from './compile-expression.ts'
import { isBare, tasksBehind, withoutTexts } from './compile-outcome.ts'

interface Asked {
  /** Element or flow the expression belongs to. */
  owner: string
  text: string
  /** The tasks it asks about: by their name, that of what they stand in, or as the ones right before. */
  tasks: NetElement[]
}

export function checkAsked(draft: Draft): void {
  const asked = questionsOf(draft)
  for (const task of Object.values(draft.elements)) if (task.user) checkUse(draft, task, asked)
  const elements = Object.values(draft.elements)
  const declared = new Set(elements.flatMap(({ service }) => service?.answers ?? []))
  for (const question of asked) checkAnswers(draft, question, declared)
}

function questionsOf(draft: Draft): Asked[] {
  const users = Object.values(draft.elements).filter((el) => el.user)
  return expressionsOf(draft).map(({ owner, text }) => {
    const own = draft.elements[owner]
    const said = namesIn(text)
    const named = users.filter((task) => namesOf(draft, task).some((name) => said.has(name)))
    const completed = own?.multi && (said.has('outcome') || said.has('outcomes'))
    const around = completed ? users.filter((task) => task === own || isWithin(draft, task, own.id)) : []
    const behind = isBare(text) ? tasksBehind(draft, owner) : []
    return { owner, text, tasks: [...new Set([...named, ...around, ...behind])] }
  })
}

/** What a condition calls the task by: its own id, or that of the sub-process it stands in. */
function namesOf(draft: Draft, task: NetElement): string[] {
  const names: string[] = []
  for (let el: NetElement | undefined = task; el; el = draft.elements[el.scope])
    names.push(el.id, shortId(el.id))
  return names
}

function isWithin(draft: Draft, task: NetElement, scope: string): boolean {
  for (let at = task.scope; at; at = draft.elements[at]?.scope ?? '') if (at === scope) return true
  return false
}

/** Every name an expression speaks of. */
const namesIn = (text: string): Set<string> =>
  new Set(withoutTexts(text).match(/[\p{L}_][\p{L}\p{N}_./-]*/gu) ?? [])

const textsIn = (text: string): string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)

function checkUse(draft: Draft, task: NetElement, asked: Asked[]): void {
  const outcomes = task.user?.outcomes ?? []
  if (outcomes.length < 2) return
  const about = asked.filter(({ tasks }) => tasks.includes(task))
  const used = new Set(about.flatMap(({ text }) => textsIn(text)))
  const unused = outcomes.filter(({ id }) => !used.has(id))
  // Handed on as it is, e.g. to a service.
  if (about.some(({ owner }) => draft.elements[owner]?.service)) return
  const name = `用户任务${label(task)}`
  if (unused.length === outcomes.length)
    return refuse(draft, task.id, 'outcomes-unused', `${name}的办理结果没有任何条件使用，选择不起作用`)
  // Opinions of several stand side by side whatever comes of them.
  if (isOneOfMany({ ...draft, key: '', name: '' }, task)) return
  // One outcome may well be what the default flow stands for; more of them only where what follows tells them apart.
  const decides = about.some(({ owner }) => draft.flows[owner])
  if (decides && unused.length > 1)
    for (const one of unused)
      warn(draft, task.id, 'outcome-unused', `${name}的结果“${one.name}”没有条件使用，与其他结果走同一条路`)
  checkWays(draft, task)
}

/** A gateway right behind the task that has no way for one of its outcomes would stop whoever chooses it. */
function checkWays(draft: Draft, task: NetElement): void {
  const gateways = task.out.map((id) => draft.elements[draft.flows[id]?.to ?? ''])
  for (const gateway of gateways) {
    const choice = gateway?.type === 'exclusive' || gateway?.type === 'inclusive'
    if (!choice || gateway.default || gateway.in.length !== 1) continue
    const conditions = gateway.out.map((id) => draft.flows[id]?.condition)
    for (const { id, name } of task.user?.outcomes ?? [])
      if (conditions.length > 0 && !conditions.some((one) => mayHold(one, task, id)))
        refuse(
          draft,
          gateway.id,
          'outcome-without-way',
          `选择${label(task)}的结果“${name}”后没有连线可走：没有条件成立，也没有默认连线`,
        )
  }
}

/** What depends on more than the outcome may hold. */
function mayHold(condition: string | undefined, task: NetElement, outcome: string): boolean {
  if (condition === undefined) return true
  try {
    return holds(
      condition,
      { outcome, [task.id]: outcome, [shortId(task.id)]: outcome },
      new Date().toISOString(),
    )
  } catch (error) {
    if (error instanceof FeelError) return true
    throw error
  }
}

/** Words an expression asks for: `name = "word"`, `name in ("a", "b")`, `list contains(name, "word")`. */
function comparisons(expression: string): { name: string; word: string }[] {
  const found: { name: string; word: string }[] = []
  const id = String.raw`([\p{L}_][\p{L}\p{N}_./-]*)`
  const compared = new RegExp(String.raw`${id}\s*(?:!?=\s*("[^"]*")|in\s*[([]([^)\]]*)[)\]])`, 'gu')
  const contained = new RegExp(String.raw`list\s+contains\s*\(\s*${id}\s*,\s*("[^"]*")()`, 'gu')
  for (const pattern of [compared, contained])
    for (const [, name = '', one, many] of expression.matchAll(pattern))
      for (const word of textsIn(one ?? many ?? '')) found.push({ name, word })
  return found
}

/** A name that a service answers is no task's, even where a task is called the same. */
function checkAnswers(draft: Draft, { owner, text, tasks }: Asked, declared: ReadonlySet<string>): void {
  for (const { name, word } of comparisons(text)) {
    const last = name === 'outcome' || name === 'outcomes'
    const meant = last ? tasks : tasks.filter((task) => namesOf(draft, task).includes(name))
    if (declared.has(name) || meant.length === 0) continue
    if (meant.some((task) => task.user?.outcomes.some((one) => one.id === word))) continue
    const whose = last ? meant.map((task) => label(task)).join('、') : `“${name}”`
    refuse(draft, owner, 'unknown-outcome', `条件比较的结果“${word}”不是任务${whose}的办理结果`)
  }
}
