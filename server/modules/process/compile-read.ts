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

/** What the parser found, in the words of someone who draws. */
function explain(draft: Draft, prefix: string, { message, element }: Warning) {
  const id = element?.id ? prefix + element.id : ''
  const [, duplicate] = /duplicate ID <([^>]*)>/.exec(message) ?? []
  if (duplicate) return refuse(draft, prefix + duplicate, 'duplicate-id', `编号“${duplicate}”重复`)
  const [, missing] = /unresolved reference <([^>]*)>/.exec(message) ?? []
  if (missing) {
    // The drawing's shapes may point at nothing; the process does not.
    const drawn = element?.$type.startsWith('bpmndi:')
    if (!drawn) refuse(draft, id, 'unresolved-reference', `引用的“${missing}”不存在`)
    return
  }
  const [, attribute] = /unknown attribute <([^>]*)>/.exec(message) ?? []
  if (attribute) {
    // A misspelt attribute of ours would silently lose a role or a term.
    if (!attribute.includes(':') || attribute.startsWith('banjian:'))
      refuse(draft, id, 'unknown-attribute', `不认识的属性“${attribute}”`)
    return
  }
  const [, tag] = /unparsable content <([^>]*)>/.exec(message) ?? []
  const foreign = /unrecognized element/.test(message)
  if (!foreign) refuse(draft, id, 'bad-xml', tag ? `无法识别的内容 <${tag}>` : '文件含有无法识别的内容')
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
    for (const warning of parsed.warnings as unknown as Warning[]) explain(draft, prefix, warning)
    definitions = parsed.rootElement as unknown as Moddle
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
