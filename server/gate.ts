import { overloaded } from './errors.ts'

/** How much of one kind of work a process takes on at once. What finds no room is told so before it has cost anything. */
export class Gate {
  private inside = 0

  constructor(readonly most: number) {}

  /** Gives the way out, to be called once; undefined when there is no room. */
  enter(): (() => void) | undefined {
    if (this.inside >= this.most) return undefined
    this.inside += 1
    let left = false
    return () => {
      if (!left) this.inside -= 1
      left = true
    }
  }

  /**
   * Does the work where there is room, and leaves when it is over, whatever came of it.
   * @throws ProblemError 503 `overloaded`
   */
  async through<T>(work: () => Promise<T>): Promise<T> {
    const leave = this.enter()
    if (!leave) throw overloaded()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
