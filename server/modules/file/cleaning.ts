import type { AppDeps } from '../../deps.ts'
import { createPartialStore } from './uploads.ts'

const EVERY_MS = 3_600_000

/** Removes uploads that were begun and never ended. Files handed in are never removed here. */
export function startUploadCleaning(deps: AppDeps): () => void {
  const store = createPartialStore(deps.config)
  const clean = () =>
    store.deleteExpired().then(
      (removed) => removed > 0 && deps.log.info({ removed }, 'expired uploads removed'),
      (err: unknown) => deps.log.error({ err }, 'expired uploads not removed'),
    )
  const timer = setInterval(() => void clean(), EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
