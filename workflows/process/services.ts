/** Services that every noun's drawing may use; activities/process/services.ts does them. */
export const drawnServiceNames = [
  'setStatus',
  'startClock',
  'stopClocks',
  'pauseClocks',
  'resumeClocks',
  'extendClock',
  'tell',
  'note',
] as const
export type DrawnService = (typeof drawnServiceNames)[number]
