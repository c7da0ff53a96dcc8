import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createApp } from './app.ts'
import type { App } from './app.ts'
import { readConfig } from './config.ts'
import { closeDeps, createDeps } from './deps.ts'
import type { AppDeps } from './deps.ts'
import { relays, scope } from './routes.ts'

/** Requests in progress get this long when the process is told to stop. */
const STOP_DEADLINE_MS = 10_000

const deps = createDeps(readConfig(), scope)
const app = createApp(deps)
const server = createServer(app.express)
server.once('error', (err: NodeJS.ErrnoException) => {
  deps.log.fatal({ err }, err.code === 'EADDRINUSE' ? `port ${deps.config.port} is taken` : 'cannot listen')
  process.exit(1)
})
server.listen(deps.config.port, () => {
  app.start()
  const stops = relays.map((start) => start({ ...deps, db: deps.pools.background }))
  stopOnSignal(deps, app, server, stops)
  deps.log.info({ port: deps.config.port }, 'server ready')
})

function stopOnSignal(deps: AppDeps, app: App, server: Server, stops: (() => Promise<void> | void)[]): void {
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    deps.log.info({ signal }, 'server stops')
    // Whatever hangs must not keep the process: the act relay and the sessions survive a hard end as well.
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref()
    // Requests still come on connections that are open: each is answered, and its connection ends with the answer.
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'))
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await Promise.all([...stops.map((end) => end()), app.endPush()])
    server.closeIdleConnections()
    await closed
    await app.close()
    await closeDeps(deps)
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void stop(signal).catch((err) => deps.log.error({ err }, 'stop failed')))
}
