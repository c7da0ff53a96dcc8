import { createHash } from 'node:crypto'
import type { Net } from '../../../workflows/process/model.ts'
import { checkAsked } from './compile-asked.ts'
import { checkExpressions } from './compile-expression.ts'
import { checkStarving } from './compile-space.ts'
import { checkStructure } from './compile-check.ts'
import { readProcess } from './compile-read.ts'
import { connect, walk } from './compile-walk.ts'
import { checkWidths, checkProcess } from './compile-width.ts'
import { checkOutcomeWords } from './compile-outcome.ts'
import { checkFloods } from './compile-flood.ts'
import { checkMessages } from './compile-message.ts'
import { emptyMap, refuse, TooLarge, type Draft, type PinnedCall, type Problem } from './compile-draft.ts'

export type { PinnedCall, Problem, ResolveCall } from './compile-draft.ts'

/** The net travels in every instance's input; a real one is 2–8 KB. */
const MAX_NET_BYTES = 64 * 1024

/** A drawing that can't be published, with all its problems. */
export class PublishError extends Error {
  override name = 'PublishError'
  readonly code = 'process-not-publishable'
  readonly title = '流程定义不能发布'
  constructor(readonly problems: Problem[]) {
    super(`process-not-publishable: ${problems.map((one) => `${one.code}@${one.element}`).join(', ')}`)
  }
}

export interface Compiled {
  net: Net
  /** SHA-256 (hex) of the net's canonical JSON: equal drawings give equal hashes whatever their layout. */
  hash: string
  /** Not wrong, but perhaps not meant. */
  warnings: Problem[]
  /** Called processes that were inlined, with the version pinned. */
  calls: PinnedCall[]
}

/** JSON with sorted keys and without undefined. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
}

export const hashNet = (net: Net) => createHash('sha256').update(canonicalJson(net)).digest('hex')

export type Surroundings = Pick<Draft, 'resolveCall' | 'services' | 'clocks' | 'forms' | 'receivers'>

/** Everything drawn, called processes inlined, before anything but its own shape is checked. */
export async function draftBpmn(xml: string, opts: Surroundings = {}): Promise<Draft & { net: Net }> {
  const draft: Draft = {
    elements: emptyMap(),
    flows: emptyMap(),
    problems: [],
    warnings: [],
    calls: [],
    ...opts,
  }
  const process = await readProcess(draft, xml, '')
  const key = process?.id ?? ''
  draft.name = key
  if (process) checkProcess(draft, key, process.name)
  try {
    if (process)
      await walk(draft, process, { prefix: '', scope: '', eventSub: false, stack: [key], depth: 0 })
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    draft.unreadable = true
  }
  if (!draft.unreadable) connect(draft)
  const { elements, flows } = draft
  return { ...draft, net: { key, name: process?.name ?? key, elements, flows } }
}

/**
 * Turns a BPMN 2.0 file into the net the runtime executes, and refuses what it would not execute as drawn.
 * @param opts.resolveCall gives the published version of a called process, inlined here
 * @param opts.services the services that exist, with their inputs and answers; likewise clocks and forms
 * @throws PublishError with all problems found, each with the element's id
 */
export async function compileBpmn(xml: string, opts: Surroundings = {}): Promise<Compiled> {
  const draft = await draftBpmn(xml, opts)
  if (!draft.net.key) throw new PublishError(draft.problems)
  if (!draft.unreadable) checkStructure(draft)
  checkWidths(draft)
  checkExpressions(draft)
  if (!draft.unreadable) {
    checkOutcomeWords(draft)
    checkAsked(draft)
    checkMessages(draft)
  }
  // Exploring a net that is broken already would only repeat its problems in other words.
  if (!draft.problems.length) {
    checkStarving(draft)
    checkFloods(draft)
  }
  const canonical = canonicalJson(draft.net)
  const bytes = Buffer.byteLength(canonical)
  if (bytes > MAX_NET_BYTES)
    refuse(draft, '', 'net-too-large', `流程过大：编译后 ${Math.ceil(bytes / 1024)} KB，最多 64 KB`)
  if (draft.problems.length) throw new PublishError(draft.problems)
  const net = JSON.parse(canonical) as Net
  return { net, hash: hashNet(net), warnings: draft.warnings, calls: draft.calls }
}
