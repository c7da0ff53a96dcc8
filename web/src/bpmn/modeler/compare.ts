/** What differs between two drawings of one process, in words. Pure: layout is no difference, order is none. */
import { BpmnModdle } from 'bpmn-moddle'
import banjian from '../../../../workflows/process/banjian-moddle.json' with { type: 'json' }
import { describe } from './facts'
import type { ElementFacts, Moddle } from './facts'
import { linesOf, typeName } from './lines'
import type { Names } from './lines'

export interface Change {
  id: string
  /** `人工环节“审查”`. */
  title: string
  what: 'added' | 'removed' | 'changed'
  /** For what changed: label, before, after. */
  details: { label: string; before: string; after: string }[]
}

/** Every element of a drawing by its id, sub-processes included. */
export async function readFacts(xml: string): Promise<Map<string, ElementFacts>> {
  const { rootElement } = await new BpmnModdle({ banjian }).fromXML(xml)
  const facts = new Map<string, ElementFacts>()
  const roots = ((rootElement as Moddle).rootElements as Moddle[] | undefined) ?? []
  const add = (container: Moddle) => {
    for (const one of (container.flowElements as Moddle[] | undefined) ?? []) {
      if (!one.id || one.$type.startsWith('bpmn:Data')) continue
      facts.set(one.id, describe(one))
      add(one)
    }
  }
  for (const process of roots.filter((one) => one.$type === 'bpmn:Process')) {
    // The process itself: its name and description are changes too.
    if (process.id) facts.set('', describe(process))
    add(process)
  }
  return facts
}

/** First what goes, then what comes, then what is different; within each in the order of the drawing. */
export function compare(
  before: ReadonlyMap<string, ElementFacts>,
  after: ReadonlyMap<string, ElementFacts>,
  names: Names,
): Change[] {
  const nodeName = (id: string) => {
    const node = after.get(id) ?? before.get(id)
    return node ? node.name || typeName(node) : id
  }
  const title = (facts: ElementFacts) => {
    const { flow } = facts
    const name = facts.name || (flow ? `${nodeName(flow.from)} → ${nodeName(flow.to)}` : facts.id)
    return `${typeName(facts)}“${name}”`
  }
  const of = (facts: ElementFacts, what: Change['what'], details: Change['details'] = []): Change => ({
    id: facts.id,
    title: title(facts),
    what,
    details,
  })
  const removed = [...before].filter(([id]) => !after.has(id)).map(([, facts]) => of(facts, 'removed'))
  const added = [...after].filter(([id]) => !before.has(id)).map(([, facts]) => of(facts, 'added'))
  const changed = [...after].flatMap(([id, facts]) => {
    const old = before.get(id)
    const details = old ? differences(linesOf(old, names), linesOf(facts, names)) : []
    return details.length ? [of(facts, 'changed', details)] : []
  })
  return [...removed, ...added, ...changed]
}

function differences(before: Map<string, string>, after: Map<string, string>): Change['details'] {
  const labels = new Set([...before.keys(), ...after.keys()])
  return [...labels].flatMap((label) => {
    const [was, is] = [before.get(label) ?? '', after.get(label) ?? '']
    return was === is ? [] : [{ label, before: was, after: is }]
  })
}

/** What to paint on the two drawings that stand side by side. */
export function idsOf(changes: readonly Change[], what: Change['what']): string[] {
  return changes.filter((one) => one.what === what).map(({ id }) => id)
}
