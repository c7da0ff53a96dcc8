/** Faults on the drawing: a red edge and a sign with the reason. */
import type { DrawnElement } from '../paint'

export interface Fault {
  element: string
  title: string
  /** Publishing is refused; else only worth a look. */
  hard: boolean
}

interface Services {
  get: <T>(name: string) => T
}
interface Canvas {
  addMarker: (id: string, marker: string) => void
  removeMarker: (id: string, marker: string) => void
}
interface Overlays {
  add: (element: string, type: string, overlay: object) => void
  remove: (filter: { type: string }) => void
}

const classes = { hard: 'drawing-fault', soft: 'drawing-hint' } as const

/** Returns the function that shows these faults instead of the last ones. */
export function marksOf(services: Services): (faults: Fault[]) => void {
  const canvas = services.get<Canvas>('canvas')
  const overlays = services.get<Overlays>('overlays')
  const registry = services.get<{ get: (id: string) => DrawnElement | undefined }>('elementRegistry')
  let marked: string[] = []
  return (faults) => {
    for (const id of marked) {
      if (!registry.get(id)) continue
      canvas.removeMarker(id, classes.hard)
      canvas.removeMarker(id, classes.soft)
    }
    overlays.remove({ type: 'fault' })
    const drawn = faults.filter(({ element }) => registry.get(element))
    marked = [...new Set(drawn.map(({ element }) => element))]
    for (const id of marked)
      addSign(
        id,
        drawn.filter(({ element }) => element === id),
      )
  }

  function addSign(id: string, faults: Fault[]): void {
    const hard = faults.some((one) => one.hard)
    canvas.addMarker(id, hard ? classes.hard : classes.soft)
    const html = document.createElement('span')
    html.className = `fault-sign ${hard ? 'hard' : 'soft'}`
    html.textContent = hard ? '!' : '?'
    html.title = faults.map(({ title }) => title).join('\n')
    html.dataset.fault = id
    const flow = Boolean(registry.get(id)?.waypoints)
    overlays.add(id, 'fault', { position: flow ? { top: -10, left: -10 } : { top: -11, left: -11 }, html })
  }
}
