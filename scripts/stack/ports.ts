import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'

/** Whether this machine lets us listen on the port, on loopback and (for the web address) on all interfaces. */
function isFree(port: number): Promise<boolean> {
  const tryHost = (host: string) =>
    new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
    })
  return tryHost('127.0.0.1').then((free) => free && tryHost('0.0.0.0'))
}

/** Ports given out by this process and not yet bound by their child: two calls must not answer the same one. */
const handedOut = new Set<number>()

/**
 * `count` ports nobody listens on, between 14000 and 32000: Temporal keeps its ports in a smallint (32767 is the highest that works), and
 * above 32768 the kernel gives ports to outgoing connections, so that one could be taken while its owner is being restarted.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = randomInt(14_000, 32_000)
    if (handedOut.has(port) || !(await isFree(port))) continue
    handedOut.add(port)
    ports.push(port)
  }
  return ports
}

/** The first free port at or after `wanted`. */
async function firstFree(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 200; port += 1) {
    if (!handedOut.has(port) && (await isFree(port))) {
      handedOut.add(port)
      return port
    }
  }
  throw new Error(`${wanted}–${wanted + 199} 之间没有空闲端口`)
}

/**
 * Ports by name, remembered in a JSON file so that the address of the second start is the address of the first.
 * A busy port is stepped over, and the step is remembered.
 */
export class PortBook {
  readonly #file: string
  readonly #ports: Record<string, number>

  constructor(file: string) {
    this.#file = file
    this.#ports = readPorts(file)
  }

  /** The port of `name`: the remembered one, else `preferred`, else the next free one after it. */
  async take(name: string, preferred: number): Promise<number> {
    const port = await firstFree(this.#ports[name] ?? preferred)
    if (this.#ports[name] !== port) {
      this.#ports[name] = port
      mkdirSync(path.dirname(this.#file), { recursive: true })
      writeFileSync(this.#file, JSON.stringify(this.#ports, null, 2) + '\n')
    }
    return port
  }
}

function readPorts(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  } catch {
    // No book yet, or one cut off by a crash while it was written: it only holds preferences, so begin a new one.
    return {}
  }
}
