/** Drawings in the order in which they can be published: what is called stands before what calls it. */

/** @throws Error for drawings that call each other */
export function calleesFirst(drawings: readonly string[]): string[] {
  const left = new Map(drawings.map((bpmn) => [keyOf(bpmn), bpmn]))
  const ordered: string[] = []
  while (left.size > 0) {
    const ready = [...left].filter(([, bpmn]) => callsIn(bpmn).every((key) => !left.has(key)))
    if (ready.length === 0) throw new Error(`drawings call each other: ${[...left.keys()].join(', ')}`)
    for (const [key, bpmn] of ready) {
      ordered.push(bpmn)
      left.delete(key)
    }
  }
  return ordered
}

function keyOf(bpmn: string): string {
  return /<bpmn:process\b[^>]*\bid="([^"]+)"/.exec(bpmn)?.[1] ?? bpmn
}

function callsIn(bpmn: string): string[] {
  return [...bpmn.matchAll(/\bcalledElement="([^"]+)"/g)].map(([, key]) => key!)
}
