import { setTimeout as delay } from 'node:timers/promises'
import { tailOf, type Child } from './child.ts'
import { reasonOf } from './errors.ts'

/** Something that runs as one process and can be started again: PostgreSQL, Temporal, or a Node process of ours. */
export interface Service {
  /** The process, anew after each restart. */
  child(): Child
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A process that lived longer than this was well; its next death counts from one again. */
const QUICK_DEATH_MS = 30_000
const MAX_QUICK_DEATHS = 5

export interface SupervisorEvents {
  /** One Chinese line for the console. */
  say(line: string): void
  /** Given up: it died five times in a row shortly after its start. */
  gaveUp(name: string, logTail: string): void
}

/**
 * Starts services again when they die by themselves, after 0.5, 1, 2, 4 seconds; after the fifth quick death it gives up
 * and says so with the end of the log.
 */
export class Supervisor {
  readonly #services: Service[] = []
  readonly #events: SupervisorEvents
  #stopping = false

  constructor(events: SupervisorEvents) {
    this.#events = events
  }

  /** Takes over a running service. */
  watch(service: Service): void {
    this.#services.push(service)
    void this.#keepAlive(service)
  }

  /** Stops everything in the reverse order of `watch`, one after the other: nothing loses what it stands on. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const service of this.#services.reverse()) await service.stop()
  }

  async #keepAlive(service: Service): Promise<void> {
    let quickDeaths = 0
    for (;;) {
      const child = service.child()
      const began = performance.now()
      const exit = await child.exited
      if (this.#stopping) return
      quickDeaths = performance.now() - began < QUICK_DEATH_MS ? quickDeaths + 1 : 1
      const how = exit.signal ? `被信号 ${exit.signal} 结束` : `以 ${exit.code} 退出`
      if (quickDeaths >= MAX_QUICK_DEATHS) return this.#events.gaveUp(child.name, tailOf(child.logFile))
      const seconds = 0.5 * 2 ** (quickDeaths - 1)
      this.#events.say(
        `${child.name} ${how},${seconds} 秒后重新启动(第 ${quickDeaths} 次;日志 ${child.logFile})`,
      )
      await delay(seconds * 1_000)
      if (this.#stopping) return
      // A service that does not get up again is as dead as one that fell over: the loop counts it by its exited child.
      await service
        .restart()
        .catch((error: unknown) => this.#events.say(`${child.name} 未能重新启动:${reasonOf(error)}`))
    }
  }
}
