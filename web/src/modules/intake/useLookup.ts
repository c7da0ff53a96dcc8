import { watch, type Ref } from 'vue'
import { ApiError } from '../../api/http'

/**
 * Looks something up while the form is filled in, half a second after the last key. A help only: it never holds the
 * clerk up, so an answer that does not come is no error.
 * @param key what it depends on; an empty part means that there is nothing to ask yet
 */
export function useLookup<T>(
  key: () => string[],
  ask: (signal: AbortSignal) => Promise<{ rows: T[] }>,
  into: Ref<T[]>,
): void {
  let timer = 0
  let running = new AbortController()
  watch(
    () => key().join('\n'),
    () => {
      clearTimeout(timer)
      running.abort()
      into.value = []
      if (key().some((part) => !part)) return
      const mine = (running = new AbortController())
      timer = window.setTimeout(() => {
        ask(mine.signal).then(
          (answer) => (into.value = answer.rows),
          (error: unknown) => {
            if (!mine.signal.aborted && !(error instanceof ApiError)) throw error
          },
        )
      }, 500)
    },
  )
}
