/** Whoever touched nothing for this long is taken to be away from the desk; a fraction of the idle limit of a session. */
const stayMs = 60_000
/** What only a person does. Moving the pointer is left out: a shaken desk moves it, too. */
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Whether somebody is at the page. Whoever opens it is there. */
export function createPresence(now: () => number = Date.now) {
  let last = now()
  return {
    touch: () => void (last = now()),
    isAway: () => now() - last > stayMs,
  }
}

/** Of this page: what it reads while nobody is there it reads by itself. */
export const presence = createPresence()
for (const sign of signs)
  globalThis.addEventListener?.(sign, presence.touch, { capture: true, passive: true })
