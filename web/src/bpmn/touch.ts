/** One finger pans, two pinch. diagram-js has no touch handling since 14, and the case page is used on phones. */
interface TouchCanvas {
  scroll: (delta: { dx: number; dy: number }) => void
  zoom: (scale?: number, centre?: { x: number; y: number }) => number
}

interface Finger {
  x: number
  y: number
}

/** Returns the function that removes the listeners. */
export function panByTouch(container: HTMLElement, canvas: TouchCanvas): () => void {
  let fingers: Finger[] = []
  const read = (event: TouchEvent): Finger[] => {
    const box = container.getBoundingClientRect()
    return [...event.touches].map((touch) => ({ x: touch.clientX - box.left, y: touch.clientY - box.top }))
  }
  const start = (event: TouchEvent): void => {
    fingers = read(event)
  }
  const move = (event: TouchEvent): void => {
    const now = read(event)
    const before = fingers
    fingers = now
    if (now.length !== before.length || now.length === 0) return
    event.preventDefault()
    const from = middle(before)
    const to = middle(now)
    canvas.scroll({ dx: to.x - from.x, dy: to.y - from.y })
    if (now.length > 1) canvas.zoom(clamp(canvas.zoom() * (spread(now) / spread(before))), to)
  }
  container.addEventListener('touchstart', start, { passive: true })
  container.addEventListener('touchmove', move, { passive: false })
  return () => {
    container.removeEventListener('touchstart', start)
    container.removeEventListener('touchmove', move)
  }
}

function middle(fingers: Finger[]): Finger {
  const sum = fingers.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
  return { x: sum.x / fingers.length, y: sum.y / fingers.length }
}

function spread([a, b]: Finger[]): number {
  return a && b ? Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) : 1
}

const clamp = (scale: number): number => Math.min(3, Math.max(0.15, scale))
