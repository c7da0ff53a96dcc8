/**
 * Geometry of a clock drawn as a ring. The circumference is the budget plus the paused days, so that a pause is seen
 * as a hatched stretch that costs nothing; used days are solid, what remains is the track. Pure.
 */

export interface RingClock {
  id: string
  kind: string
  kindName: string
  n: number
  unit: 'working-day' | 'calendar-day'
  total: number
  used: number
  paused: number
  /** Negative when overdue. */
  remaining: number
  state: 'running' | 'paused' | 'stopped' | 'overdue'
  light: 'green' | 'yellow' | 'red' | 'paused'
  provisional: boolean
  dueDay: string | null
}

export interface RingArc {
  part: 'used' | 'paused'
  path: string
}

export const unitNames = { 'working-day': '个工作日', 'calendar-day': '天' } as const

/** Fractions of the circle, clockwise from 12 o'clock: first what is used, then what was paused. */
export function ringParts(clock: Pick<RingClock, 'total' | 'used' | 'paused'>): {
  used: number
  paused: number
} {
  const used = Math.max(0, Math.min(clock.used, clock.total))
  const whole = clock.total + clock.paused
  return whole <= 0 ? { used: 0, paused: 0 } : { used: used / whole, paused: clock.paused / whole }
}

export function ringArcs(clock: Pick<RingClock, 'total' | 'used' | 'paused'>, radius: number): RingArc[] {
  const parts = ringParts(clock)
  const arcs: RingArc[] = []
  if (parts.used > 0) arcs.push({ part: 'used', path: arcPath(radius, 0, parts.used) })
  if (parts.paused > 0)
    arcs.push({ part: 'paused', path: arcPath(radius, parts.used, parts.used + parts.paused) })
  return arcs
}

/** SVG path of an arc round (0, 0) between two fractions of the circle. */
export function arcPath(radius: number, from: number, to: number): string {
  // A full circle has equal ends, which SVG draws as nothing.
  const until = to - from >= 1 ? from + 0.9999 : to
  const start = point(radius, from)
  const end = point(radius, until)
  return `M${start} A${radius} ${radius} 0 ${until - from > 0.5 ? 1 : 0} 1 ${end}`
}

function point(radius: number, fraction: number): string {
  const angle = 2 * Math.PI * fraction
  return `${round(radius * Math.sin(angle))} ${round(-radius * Math.cos(angle))}`
}

const round = (value: number): number => Math.round(value * 100) / 100

/** `剩 3 个工作日`, `超期 2 个工作日`, `已停止`: never colour alone. */
export function ringText(clock: RingClock): string {
  const unit = unitNames[clock.unit]
  if (clock.state === 'stopped') return `已停止，用 ${clock.used} ${unit}`
  if (clock.remaining < 0) return `超期 ${-clock.remaining} ${unit}`
  if (clock.total === 0 && clock.state === 'running') return '当场办结'
  const text = clock.remaining === 0 && clock.state === 'overdue' ? '已届满' : `剩 ${clock.remaining} ${unit}`
  return clock.state === 'paused' ? `暂停，${text}` : text
}

/** Colours of the lights in drawings that leave the page (SVG export); the page uses the same values. */
const ringColours = {
  green: '#1f7a4a',
  yellow: '#8a5a00',
  red: '#b3261e',
  paused: '#56616e',
  stopped: '#8692a0',
} as const

/** The arc of the yellow light is the bright one; its dark tone is for text. */
export function ringFill(clock: Pick<RingClock, 'state' | 'light'>): string {
  return clock.state !== 'stopped' && clock.light === 'yellow' ? '#e3a008' : ringColour(clock)
}

export function ringColour(clock: Pick<RingClock, 'state' | 'light'>): string {
  return clock.state === 'stopped' ? ringColours.stopped : ringColours[clock.light]
}

/** The ring as SVG elements round (0, 0): the overlay on the diagram and the exported drawing are the same text. */
export function ringSvg(clock: RingClock, radius: number): string {
  const colour = ringColour(clock)
  const width = Math.round(radius * 0.24)
  const arcs = ringArcs(clock, radius)
    .map(({ part, path }) => {
      const hatch = part === 'paused' ? ' stroke-dasharray="1.6 1.8"' : ''
      const stroke = part === 'paused' ? ringColours.paused : ringFill(clock)
      return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"${hatch}/>`
    })
    .join('')
  const rim = clock.provisional
    ? `<circle r="${radius + width}" fill="none" stroke="${colour}" stroke-dasharray="3 3"/>`
    : ''
  const size = Math.round(radius * (Math.abs(clock.remaining) > 99 ? 0.7 : 0.95))
  return (
    `<circle r="${radius + width / 2 + 1}" fill="#fff"/>` +
    `<circle r="${radius}" fill="none" stroke="#dde2e8" stroke-width="${width}"/>${arcs}${rim}` +
    `<text text-anchor="middle" dominant-baseline="central" font-family="Noto Sans SC, sans-serif" ` +
    `font-size="${size}" font-weight="600" fill="${colour}">${clock.remaining}</text>`
  )
}
