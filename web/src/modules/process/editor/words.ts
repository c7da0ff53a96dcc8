/** What the panel says and checks before it writes. Pure. */
import type { OutcomeFacts, UserFacts } from '../../../bpmn/modeler/facts'
import type { Named, Vocabulary } from '../model'

export const namedServices = ({ services }: Vocabulary): Named[] =>
  services.map(({ name, title }) => ({ id: name, name: title }))
export const namedProcesses = ({ processes }: Vocabulary): Named[] =>
  processes.map(({ key, name, version }) => ({ id: key, name: `${name}（第 ${version} 版）` }))

/** Every id of the vocabulary with its name: what the comparison shows. */
export function namesOfAll(vocabulary: Vocabulary): Map<string, string> {
  const { roles, sides, clocks, nouns, forms } = vocabulary
  const all = [...roles, ...sides, ...clocks, ...nouns, ...namedServices(vocabulary), ...forms]
  const processes = vocabulary.processes.map(({ key, name }): [string, string] => [key, name])
  return new Map([...all.map(({ id, name }): [string, string] => [id, name]), ...processes])
}

const word = /^[A-Za-z][\w-]*$/

export function outcomeIdFault(id: string, taken: readonly string[]): string {
  if (!word.test(id.trim())) return '以字母开头，由字母、数字、连字符组成'
  return taken.includes(id.trim()) ? '与本环节的其他结果重复' : ''
}

/** @param taken whether another element has this id */
export function elementIdFault(id: string, taken: (id: string) => boolean): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(id)) return '以字母开头，由字母、数字、“-”“_”“.”组成'
  return taken(id) ? '图中已有这个编号' : ''
}

/** The results that most tasks have, ready to be added. */
const common: [id: string, name: string, reason: OutcomeFacts['reason']][] = [
  ['pass', '通过', ''],
  ['reject', '不通过', 'required'],
  ['return', '退回', 'required'],
]
const blank: OutcomeFacts = { id: '', name: '', reason: '', final: false, form: '', hint: '', roles: [] }

export function offered(user: Pick<UserFacts, 'outcomes'>): OutcomeFacts[] {
  const taken = new Set(user.outcomes.map(({ id }) => id))
  return common.filter(([id]) => !taken.has(id)).map(([id, name, reason]) => ({ ...blank, id, name, reason }))
}

export function anotherOutcome(user: Pick<UserFacts, 'outcomes'>): OutcomeFacts {
  const taken = new Set(user.outcomes.map(({ id }) => id))
  let n = user.outcomes.length + 1
  while (taken.has(`outcome-${n}`)) n += 1
  return { ...blank, id: `outcome-${n}`, name: `结果 ${n}` }
}
