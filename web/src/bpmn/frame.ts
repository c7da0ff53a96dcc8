/** Which part of a drawing to show. Pure. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Below `least` the names in the boxes cannot be read; above `most` a drawing shows too little round them. */
const scales = { least: 0.55, most: 0.85 } as const
const margin = 50

/** The frame round all boxes, in the shape of the window; round the first alone when all would be too small. */
export function frameOf(window: { width: number; height: number }, boxes: readonly Box[]): Box {
  const all = union(boxes)
  const scale = scaleOf(window, all)
  const shown = scale < scales.least ? boxes[0]! : all
  return centred(window, shown, Math.max(scales.least, scaleOf(window, shown)))
}

function scaleOf(window: { width: number; height: number }, box: Box): number {
  const fitting = Math.min(window.width / (box.width + 2 * margin), window.height / (box.height + 2 * margin))
  return Math.min(scales.most, fitting)
}

export function union(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}

function centred(window: { width: number; height: number }, box: Box, scale: number): Box {
  const width = window.width / scale
  const height = window.height / scale
  return { x: box.x + box.width / 2 - width / 2, y: box.y + box.height / 2 - height / 2, width, height }
}
