import { instanceId, parseInstanceId } from './domain.ts'
import { evaluate } from './feel.ts'
import type { Json, MessageTarget, NetElement, Vars } from './model.ts'
import { newKey, NetStop, type Stride } from './net-state.ts'

/** A value that goes with a message is a code or a number of a record, never a text. */
const longestValue = 120

/**
 * Tells the outside of a message for another instance. It is a fact of this step: whether the other already waits for it
 * is not asked here.
 * @throws FeelError, or NetStop when the drawing gives no instance
 */
export function sendMessage(stride: Stride, el: NetElement, vars: Vars): void {
  const { target, event } = el
  if (!target || event?.name === undefined) return
  const to = addressOf(target, evaluate(target.correlation, vars, stride.at).value, el)
  const brought = Object.fromEntries(
    (target.carries ?? []).map((name) => [name, carried(name, vars[name], el)]),
  )
  const key = newKey(stride, el.id)
  stride.effects.push({ type: 'message', key, element: el.id, name: event.name, to, vars: brought })
}

/** The number of a record, or the whole id of its instance as a message brings it in `sender`. */
function addressOf({ noun, correlation }: MessageTarget, value: Json, el: NetElement): string {
  // A number would lose its last digits.
  if (typeof value !== 'string' || value === '' || value.length > 80)
    throw new NetStop('message-without-target', `${nameOf(el)}的接收对象“${correlation}”没有给出编号（文本）`)
  if (!value.includes(':')) return instanceId(noun, value)
  if (parseInstanceId(value).noun === noun) return value
  throw new NetStop('message-without-target', `${nameOf(el)}的接收对象“${value}”不是所设的业务`)
}

function carried(name: string, value: Json | undefined, el: NetElement): Json {
  const isCode =
    typeof value === 'string' ? value.length <= longestValue : typeof value !== 'object' || value === null
  if (isCode) return value ?? null
  throw new NetStop('message-not-code', `${nameOf(el)}所带的变量“${name}”不是编码或编号`)
}

const nameOf = ({ id, name }: NetElement): string => `消息“${name ?? id}”`
