/** Service tasks: which services they do, in which order, with which inputs. */
import type { DrawnCall, NetElement } from '../../../workflows/process/model.ts'
import { label, refuse, text, type Draft, type InputForm, type Moddle } from './compile-draft.ts'

/** Services done in one step; more would hold the instance's lock too long. */
const MOST_CALLS = 20

export function serviceOf(draft: Draft, id: string, task: Moddle): NetElement['service'] {
  const calls = callsOf(task)
  const local = task.get('banjian:local') !== false
  const answers = (text(task.get('banjian:answers')) ?? '').split(/\s+/).filter(Boolean)
  const name = `服务任务${label(task)}`
  if (!calls.length) refuse(draft, id, 'activity-missing', `${name}没有设置要执行的活动`)
  if (calls.length > MOST_CALLS)
    refuse(draft, id, 'too-many-calls', `${name}要执行的活动超过 ${MOST_CALLS} 项`)
  if (!local && calls.length > 1) refuse(draft, id, 'slow-calls', `${name}调用外部系统，只能设置一项活动`)
  for (const call of calls) checkCall(draft, id, name, call, local, answers)
  return { calls, local, ...(answers.length > 0 && { answers }) }
}

/** `banjian:activity` for one without inputs, or a list of `banjian:call`. */
function callsOf(task: Moddle): DrawnCall[] {
  const short = text(task.get('banjian:activity'))
  const extensions = (task.extensionElements as { values?: Moddle[] } | undefined)?.values ?? []
  const drawn = extensions
    .filter((one) => one.$type === 'banjian:Calls')
    .flatMap((one) => (one.values as Moddle[] | undefined) ?? [])
    .map((call) => ({
      name: text(call.name) ?? '',
      input: Object.fromEntries(
        ((call.inputs as Moddle[] | undefined) ?? []).map((one) => [
          text(one.name) ?? '',
          text(one.value) ?? '',
        ]),
      ),
    }))
  return [...(short ? [{ name: short, input: {} }] : []), ...drawn]
}

function checkCall(
  draft: Draft,
  id: string,
  task: string,
  { name, input }: DrawnCall,
  local: boolean,
  answers: string[],
): void {
  if (!/^[A-Za-z]\w*$/.test(name))
    return refuse(draft, id, 'bad-activity', `${task}的活动名“${name}”不合规则`)
  if (Object.keys(input).some((one) => !/^[A-Za-z]\w*$/.test(one)))
    refuse(draft, id, 'bad-input', `${task}的活动“${name}”有参数没有名称或名称不合规则`)
  if (!draft.services) return
  const known = draft.services.get(name)
  if (!known) return refuse(draft, id, 'unknown-activity', `${task}要执行的“${name}”不存在`)
  if ((known.slow === true) === local)
    refuse(
      draft,
      id,
      'wrong-service-form',
      local
        ? `${task}的“${name}”调用外部系统，须设为“稍后答复”`
        : `${task}的“${name}”在本系统内完成，不能设为“稍后答复”`,
    )
  if (known.inputs) checkInputs(draft, id, `${task}的“${name}”`, input, known.inputs)
  const unanswered = answers.find((one) => known.answers && !known.answers.includes(one))
  if (unanswered !== undefined)
    refuse(draft, id, 'unknown-answer', `${task}的“${name}”不会给出变量“${unanswered}”`)
  // Without the declaration the net would go on before the answer is there.
  const silent = known.answers?.find((one) => !answers.includes(one))
  if (silent !== undefined)
    refuse(draft, id, 'answer-undeclared', `${task}的“${name}”给出变量“${silent}”，请在“答复变量”中写明`)
}

/** What a service would stop at when the first case comes to it. */
function checkInputs(
  draft: Draft,
  id: string,
  service: string,
  given: DrawnCall['input'],
  known: readonly InputForm[],
): void {
  for (const name of Object.keys(given))
    if (!known.some((one) => one.name === name))
      refuse(draft, id, 'unknown-input', `${service}没有参数“${name}”`)
  for (const { name, title = name, required, options, several, whole } of known) {
    const value = given[name] ?? ''
    if (required && value === '') refuse(draft, id, 'input-missing', `${service}没有填写“${title}”`)
    if (value === '' || value.startsWith('=')) continue
    const words = several ? value.split(/\s+/) : [value]
    const strange = options && words.find((one) => !options.includes(one))
    if (strange !== undefined || (whole && !/^\d+$/.test(value)))
      refuse(draft, id, 'bad-input-value', `${service}的“${title}”不能是“${strange ?? value}”`)
  }
}
