/**
 * Lets an answer through unless a later one came before it. Taking only the answer to the newest question would show
 * nothing at all while questions come faster than answers, as they do under load.
 *
 * @example const isFresh = order.ask(); const answer = await read(); if (isFresh()) show(answer)
 */
export function createOrder() {
  let asked = 0
  let shown = 0
  function ask(): () => boolean {
    const mine = (asked += 1)
    return () => {
      if (mine <= shown) return false
      shown = mine
      return true
    }
  }
  /** What is under way is for nobody any more. */
  const forget = (): void => void (shown = asked)
  return { ask, forget }
}
