/**
 * Writes BPMN 2.0 XML from a few lines, so that a test shows the process and not the XML.
 *
 *     start s                       kinds: start end user service receive catch throw boundary
 *     user check ok,no              xor and or evt (gateways), sub, esub (event sub-process), call
 *     s > check > x                 a chain of flows
 *     x > e : outcome = "ok"        a condition on the chain's last flow
 *     x >> f                        the default flow
 *     boundary late on=check timer=P5D non
 *     sub part multi=list until="…" seq {
 *       …
 *     }
 *
 * Attributes: on, timer (ISO), date (FEEL), clock (kind/mode), message, signal, error, terminate, link, escalation,
 * noun, correlation, carries (of a message that is thrown), non (not interrupting), role, side, activity, remote, multi, seq, until, process (called), xml (raw inside).
 */
const tags: Record<string, string> = {
  start: 'startEvent', end: 'endEvent', user: 'userTask', service: 'serviceTask', receive: 'receiveTask',
  catch: 'intermediateCatchEvent', throw: 'intermediateThrowEvent', boundary: 'boundaryEvent', sub: 'subProcess',
  esub: 'subProcess', call: 'callActivity', xor: 'exclusiveGateway', and: 'parallelGateway', or: 'inclusiveGateway',
  evt: 'eventBasedGateway', complex: 'complexGateway', script: 'scriptTask', task: 'task', send: 'sendTask',
  transaction: 'transaction', manual: 'manualTask', rule: 'businessRuleTask', adhoc: 'adHocSubProcess',
} // prettier-ignore

interface Node {
  kind: string
  id: string
  word?: string
  attributes: Record<string, string>
  default?: string
  children: (Node | string)[]
}

const escape = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function parseNode(line: string): Node {
  const words = line.match(/[^\s"]+"[^"]*"|"[^"]*"|\S+/g) ?? []
  const [kind = '', id = '', ...rest] = words
  const node: Node = { kind, id, attributes: {}, children: [] }
  for (const word of rest) {
    const [, key, value] = /^([a-z]+)=(.*)$/s.exec(word) ?? []
    if (key !== undefined && value !== undefined) node.attributes[key] = value.replace(/^"(.*)"$/s, '$1')
    else if (/^(non|terminate|remote|seq|link|escalation|compensate|conditional)$/.test(word))
      node.attributes[word] = ''
    else node.word = word
  }
  return node
}

function flows(line: string, scope: Node): string[] {
  const [, path = line, condition] = /^(.*?)\s+:\s+(.*)$/.exec(line) ?? []
  const words = path.split(/\s+/)
  const made: string[] = []
  for (let i = 0; i + 2 < words.length; i += 2) {
    const [from = '', arrow, to = ''] = words.slice(i, i + 3)
    const id = `${from}-${to}`
    if (arrow === '>>') {
      const node = scope.children.find((one): one is Node => typeof one !== 'string' && one.id === from)
      if (node) node.default = id
    }
    const last = i + 4 > words.length
    const body =
      condition && last ? `<bpmn:conditionExpression>${escape(condition)}</bpmn:conditionExpression>` : ''
    made.push(
      `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${body}</bpmn:sequenceFlow>`,
    )
  }
  return made
}

function parse(text: string): Node {
  const root: Node = { kind: 'process', id: 'p', attributes: {}, children: [] }
  const stack = [root]
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    const scope = stack.at(-1) as Node
    if (!line || line.startsWith('//')) continue
    if (line === '}') stack.pop()
    else if (/^\S+ >>? /.test(line)) scope.children.push(...flows(line, scope))
    else {
      const node = parseNode(line.replace(/\s*\{$/, ''))
      scope.children.push(node)
      if (line.endsWith('{')) stack.push(node)
    }
  }
  return root
}

function eventXml({ id, attributes }: Node): string {
  const at = (key: string) => attributes[key]
  if (at('timer') !== undefined)
    return `<bpmn:timerEventDefinition><bpmn:timeDuration>${at('timer')}</bpmn:timeDuration></bpmn:timerEventDefinition>`
  if (at('date') !== undefined)
    return `<bpmn:timerEventDefinition><bpmn:timeDate>${escape(at('date') ?? '')}</bpmn:timeDate></bpmn:timerEventDefinition>`
  if (at('cycle') !== undefined)
    return `<bpmn:timerEventDefinition><bpmn:timeCycle>${at('cycle')}</bpmn:timeCycle></bpmn:timerEventDefinition>`
  if (at('clock') !== undefined) {
    const [clock, mode] = (at('clock') ?? '').split('/')
    return `<bpmn:timerEventDefinition banjian:clock="${clock}"${mode ? ` banjian:mode="${mode}"` : ''} />`
  }
  for (const kind of ['message', 'signal', 'error'])
    if (at(kind) !== undefined)
      return `<bpmn:${kind}EventDefinition${at(kind) ? ` ${kind}Ref="${kind}-${at(kind)}"` : ''} />`
  for (const kind of ['terminate', 'link', 'escalation', 'compensate', 'conditional'])
    if (at(kind) !== undefined) return `<bpmn:${kind}EventDefinition id="${id}-event" />`
  return ''
}

function multiXml({ attributes: { multi, until, seq } }: Node): string {
  if (multi === undefined) return ''
  const end = until ? `<bpmn:completionCondition>${escape(until)}</bpmn:completionCondition>` : ''
  const collection = multi ? ` banjian:collection="${escape(multi)}"` : ''
  const sequential = seq === undefined ? '' : ' isSequential="true"'
  return `<bpmn:multiInstanceLoopCharacteristics${sequential}${collection}>${end}</bpmn:multiInstanceLoopCharacteristics>`
}

function attributesXml({ kind, id, word, default: preset, attributes: at }: Node): string {
  const all: (string | false | undefined)[] = [`id="${id}"`, preset && `default="${preset}"`]
  if (kind === 'esub') all.push('triggeredByEvent="true"')
  if (kind === 'boundary')
    all.push(at.on && `attachedToRef="${at.on}"`, at.non !== undefined && 'cancelActivity="false"')
  if (kind === 'start') all.push(at.non !== undefined && 'isInterrupting="false"')
  if (kind === 'call') all.push(at.process && `calledElement="${at.process}"`)
  if (kind === 'throw' || kind === 'end')
    for (const key of ['noun', 'correlation', 'carries'])
      all.push(at[key] !== undefined && `banjian:${key}="${escape(at[key])}"`)
  if (kind === 'receive') all.push(at.message && `messageRef="message-${at.message}"`)
  if (kind === 'user')
    all.push(at.role !== '' && `banjian:role="${at.role ?? 'clerk'}"`, at.side && `banjian:side="${at.side}"`)
  if (kind === 'service')
    all.push(
      word !== 'none' && `banjian:activity="${word ?? 'work'}"`,
      at.remote !== undefined && 'banjian:local="false"',
    )
  return all.filter(Boolean).join(' ')
}

function nodeXml(node: Node): string {
  const { kind, word, attributes: at } = node
  const tag = tags[kind]
  if (!tag) throw new Error(`no such kind in a drawing: ${kind}`)
  const outcomes = kind === 'user' && word !== 'none' ? (word ?? 'done').split(',') : []
  const list = outcomes.map((id) => `<banjian:outcome id="${id}" name="${id}" />`).join('')
  const extensions =
    list && `<bpmn:extensionElements><banjian:outcomes>${list}</banjian:outcomes></bpmn:extensionElements>`
  const inner = node.children.map((child) => (typeof child === 'string' ? child : nodeXml(child))).join('')
  const event = kind === 'receive' ? '' : eventXml(node)
  return `<bpmn:${tag} ${attributesXml(node)}>${extensions}${at.xml ?? ''}${multiXml(node)}${inner}${event}</bpmn:${tag}>`
}

/** A whole BPMN file. Messages, signals and errors are declared as they are used. */
export function draw(text: string, key = 'p'): string {
  const process = parse(text)
  const body = process.children.map((child) => (typeof child === 'string' ? child : nodeXml(child))).join('')
  const used = new Set(
    [...text.matchAll(/\b(message|signal|error)=([\w-]+)/g)].map(([, kind, name]) => `${kind} ${name}`),
  )
  const declared = [...used].map((one) => {
    const [kind, name] = one.split(' ')
    return `<bpmn:${kind} id="${kind}-${name}" name="${name}"${kind === 'error' ? ` errorCode="${name}"` : ''} />`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:banjian="http://banjian.org/schema/bpmn" id="definitions" targetNamespace="http://banjian.org/process">${declared.join('')}<bpmn:process id="${key}" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`
}
