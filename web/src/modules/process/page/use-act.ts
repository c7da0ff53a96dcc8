import { ref, type Ref } from 'vue'
import { ApiError, newKey } from '../../../api/http'
import { doAct } from './api'
import type { ActAnswer, ActBody } from './model'

export interface ActIntent {
  /** The same key for every attempt of one intent, so that the act happens once. */
  key: Ref<string>
  begin: () => void
  send: (body: ActBody) => Promise<ActAnswer>
}

/**
 * One intent to act. A lost answer or a server error may hide an act that was done: the key stays. A definite refusal
 * (4xx) did nothing, claims nothing, and what is sent after it is a new intent with possibly other words: the key changes.
 */
export function useActIntent(id: string): ActIntent {
  const key = ref('')
  const begin = (): void => {
    key.value = newKey()
  }
  async function send(body: ActBody): Promise<ActAnswer> {
    try {
      return await doAct(id, body, key.value)
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) begin()
      throw error
    }
  }
  return { key, begin, send }
}
