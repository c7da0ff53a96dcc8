import { checkExpression, FeelError } from '../../../workflows/process/feel.ts'
import { shortId } from '../../../workflows/process/people.ts'
import { label, refuse, type Draft } from './compile-draft.ts'

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

/** Every expression is FEEL, and within what a step may take. */
export function checkExpressions(draft: Draft) {
  const names = [...Object.keys(draft.elements).map(shortId), 'outcome']
  for (const { owner, what, text } of expressionsOf(draft)) {
    try {
      checkExpression(text, names)
    } catch (error) {
      if (!(error instanceof FeelError)) throw error
      refuse(draft, owner, 'bad-expression', `${what}“${text}”有误：${error.title}`)
    }
  }
}
