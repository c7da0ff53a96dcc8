/**
 * Messages to other instances: whom a thrown one is for, and whether anybody there can take it. A message that nobody can
 * receive would lie in the outbox for ever.
 */
import { wordsOf } from '../../../workflows/nouns.ts'
import type { MessageTarget, NetElement } from '../../../workflows/process/model.ts'
import { messagesCaught } from '../../../workflows/process/people.ts'
import { label, refuse, text, type Draft, type Moddle } from './compile-draft.ts'

/** `banjian:noun`, `banjian:correlation` and `banjian:carries` of a throw or end event. */
export function targetOf(draft: Draft, id: string, node: Moddle): { target?: MessageTarget } {
  const noun = text(node.get('banjian:noun'))
  const correlation = text(node.get('banjian:correlation'))
  const carries = (text(node.get('banjian:carries')) ?? '').split(/\s+/).filter(Boolean)
  if (noun === undefined || correlation === undefined) {
    const title = `消息${label(node)}没有写明发给哪一类业务（noun）的哪个编号（correlation）`
    refuse(draft, id, 'message-target-missing', title)
    return {}
  }
  if (!wordsOf(noun)) refuse(draft, id, 'unknown-noun', `消息${label(node)}的接收业务“${noun}”不存在`)
  if (carries.some((name) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)))
    refuse(draft, id, 'bad-variable', `消息${label(node)}所带的变量名不合规则`)
  return { target: { noun, correlation, ...(carries.length > 0 && { carries }) } }
}

/**
 * Someone of the target's noun must be able to wait for it: as published, or as drawn here. And whoever sends a message of
 * a name, it is always a person or always an instance: it goes to the first that waits for the name.
 */
export function checkMessages(draft: Draft): void {
  const ofInstances = new Set(messagesCaught(draft))
  for (const { id, act, event } of Object.values(draft.elements))
    if (act && event?.name !== undefined && ofInstances.has(event.name))
      refuse(
        draft,
        id,
        'message-of-both',
        `消息“${event.name}”在别处由其他流程发来，由人发出的请另取一个名称`,
      )
  if (!draft.receivers) return
  for (const el of Object.values(draft.elements)) {
    const { target, event } = el
    if (!target || event?.name === undefined) continue
    if (takenBy(draft, target.noun).has(event.name)) continue
    const title = `没有一个已发布并设为“${nameOf(target.noun)}”所用的流程会接收消息“${event.name}”`
    refuse(draft, el.id, 'message-unreceivable', title)
  }
}

function takenBy(draft: Draft, noun: string): Set<string> {
  const of = (draft.receivers ?? []).filter((one) => one.noun === noun)
  return new Set(of.flatMap(({ key, messages }) => (key === draft.name ? messagesCaught(draft) : messages)))
}

const nameOf = (noun: string): string => wordsOf(noun)?.name ?? noun

/** A message that is sent, not waited for. */
export const isThrown = ({ type, event }: NetElement): boolean =>
  event?.kind === 'message' && (type === 'throw' || type === 'end')
