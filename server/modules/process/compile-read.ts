import { BpmnModdle } from 'bpmn-moddle'
import descriptor from '../../../workflows/process/banjian-moddle.json' with { type: 'json' }
import { refuse, type Draft, type Moddle } from './compile-draft.ts'

/** A drawing of a whole office's process is 50–200 KB. */
const MAX_XML = 2_000_000

interface Warning {
  message: string
  element?: Moddle
  property?: string
}

const group = (pattern: RegExp, message: string) => pattern.exec(message)?.[1]

/** Content that was left out, in the words of someone who draws. */
function explainLost(draft: Draft, prefix: string, { message, element }: Warning) {
  if (!message.startsWith('unparsable content') || message.includes('unrecognized element')) return
  draft.unreadable = true
  const duplicate = group(/duplicate ID <([^>]*)>/, message)
  const illegal = group(/illegal ID <([^>]*)>/, message)
  const tag = group(/unparsable content <([^>]*)>/, message)
  const id = element?.id ? prefix + element.id : ''
  if (duplicate) refuse(draft, prefix + duplicate, 'duplicate-id', `编号“${duplicate}”重复`)
  else if (illegal) refuse(draft, prefix + illegal, 'bad-id', `编号“${illegal}”只能含字母、数字、“-”“_”“.”`)
  else refuse(draft, id, 'bad-xml', tag ? `无法识别的内容 <${tag}>` : '文件含有无法识别的内容')
}

/** References to nothing, and attributes nobody knows. */
function explain(draft: Draft, prefix: string, { message, element }: Warning) {
  const id = element?.id ? prefix + element.id : ''
  const missing = group(/^unresolved reference <([^>]*)>/, message)
  // The drawing's shapes may point at nothing; the process does not.
  if (missing && !draft.unreadable && !element?.$type.startsWith('bpmndi:'))
    refuse(draft, id, 'unresolved-reference', `引用的“${missing}”不存在`)
  const attribute = group(/^unknown attribute <([^>]*)>/, message)
  // A misspelt attribute of ours would silently lose a role or a term.
  if (attribute && (!attribute.includes(':') || attribute.startsWith('banjian:')))
    refuse(draft, id, 'unknown-attribute', `不认识的属性“${attribute}”`)
}

/**
 * The one executable process of a BPMN file; problems are added to the draft.
 * @param prefix path of the call activity that asks for it, with a slash, or ''
 */
export async function readProcess(draft: Draft, xml: string, prefix: string): Promise<Moddle | undefined> {
  const at = prefix.slice(0, -1)
  if (xml.length > MAX_XML) {
    refuse(draft, at, 'xml-too-large', '文件超过 2 MB')
    return undefined
  }
  let definitions
  try {
    const parsed = await new BpmnModdle({ banjian: descriptor }).fromXML(xml)
    const warnings = parsed.warnings as Warning[]
    for (const warning of warnings) explainLost(draft, prefix, warning)
    for (const warning of warnings) explain(draft, prefix, warning)
    definitions = parsed.rootElement as Moddle
  } catch (error) {
    const [first] = (error as Error).message.split('\n')
    refuse(draft, at, 'bad-xml', `不是有效的 BPMN 文件（${first}）`)
    return undefined
  }
  const roots = (definitions.rootElements as Moddle[] | undefined) ?? []
  const processes = roots.filter((root) => root.$type === 'bpmn:Process' && root.flowElements)
  const executable = processes.length > 1 ? processes.filter((one) => one.isExecutable === true) : processes
  if (executable.length > 1)
    refuse(draft, executable[1]?.id ?? at, 'several-processes', '一个文件只能有一个可执行流程')
  if (!executable.length) refuse(draft, at, 'no-process', '文件中没有可执行的流程')
  return executable[0]
}
