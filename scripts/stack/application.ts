import path from 'node:path'
import { StackError } from './errors.ts'
import { DATA_DIR, logFile, type Grounds } from './local.ts'
import { nodeService } from './node-service.ts'
import { ROOT } from './paths.ts'
import { poll } from './poll.ts'
import type { PortBook } from './ports.ts'
import { step } from './print.ts'
import type { ProcessRegistry } from './registry.ts'
import type { Supervisor } from './supervisor.ts'
import { buildWeb } from './web-build.ts'

export interface ApplicationOptions {
  /** Reload on change: node --watch for server, worker and drain, vite's dev server for the pages. */
  dev: boolean
  grounds: Grounds
  ports: PortBook
  registry: ProcessRegistry
  supervisor: Supervisor
}

/** Addresses to show: the pages (in dev vite's), the API's own, the simulators'. */
export interface Addresses {
  web: string
  api: string
  simulators: string
}

/** Builds the pages and starts simulators, worker, drain and server; done when the server reports itself healthy. */
export async function startApplication(options: ApplicationOptions): Promise<Addresses> {
  const { dev, ports } = options
  if (!dev)
    await step(
      '构建网页',
      () => buildWeb(logFile('web-build')),
      (built) => (built ? '已重新构建' : '没有改动'),
    )
  const port = await ports.take('server', Number(process.env['PORT'] || 8080))
  const simulatorPort = await ports.take('simulators', 8090)
  const simulators = `http://127.0.0.1:${simulatorPort}`
  const api = `http://localhost:${port}`
  const env = environment(options, port, simulators)
  const run = (name: string, args: string[], extra: Record<string, string>, stopDeadlineMs: number) => {
    const service = nodeService({
      name,
      args,
      env: { ...env, ...extra },
      logFile: logFile(name),
      registry: options.registry,
      stopDeadlineMs,
    })
    options.supervisor.watch(service)
  }
  const watch = dev ? ['--watch', '--watch-preserve-output'] : []
  run('simulators', ['--import', 'tsx', 'test/simulators/main.ts'], { PORT: String(simulatorPort) }, 3_000)
  // The worker finishes what it has begun before it goes; Temporal gives the rest to the next one.
  run('worker', [...watch, '--import', 'tsx', 'worker/main.ts'], {}, 20_000)
  run('drain', [...watch, '--import', 'tsx', 'worker/drain.ts'], {}, 15_000)
  run('server', [...watch, '--import', 'tsx', 'server/main.ts'], {}, 10_000)
  const web = dev ? await startVite(options, api, run) : api
  await step('等待服务就绪', () => waitForHealth(`http://127.0.0.1:${port}/api/health`))
  return { web, api, simulators }
}

function environment(options: ApplicationOptions, port: number, simulators: string): Record<string, string> {
  return {
    NODE_ENV: options.dev ? 'development' : 'production',
    BANJIAN_DEMO: '1',
    PORT: String(port),
    DATABASE_URL: options.grounds.databaseUrl,
    TEMPORAL_ADDRESS: options.grounds.temporalAddress,
    TEMPORAL_NAMESPACE: options.grounds.namespace,
    FILES_DIR: process.env['FILES_DIR'] || path.join(DATA_DIR, 'files'),
    SMS_URL: process.env['SMS_URL'] || simulators,
    WEB_DIST: path.join(ROOT, 'dist', 'web'),
  }
}

type Run = (name: string, args: string[], extra: Record<string, string>, stopDeadlineMs: number) => void

async function startVite(options: ApplicationOptions, api: string, run: Run): Promise<string> {
  const port = await options.ports.take('web', 5173)
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js')
  const args = [vite, '--config', 'web/vite.config.ts', '--port', String(port), '--strictPort']
  run('web', args, { API_URL: api, WEB_PORT: String(port) }, 3_000)
  return `http://localhost:${port}`
}

async function waitForHealth(url: string): Promise<void> {
  const healthy = await poll(
    async () => {
      try {
        return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok
      } catch {
        // Not listening yet; the wait is bounded and the server's log is shown when it is over.
        return false
      }
    },
    90_000,
    200,
  )
  if (healthy) return
  const reason = `90 秒内 ${url} 没有应答`
  throw new StackError('SERVER_NOT_READY', '等待服务就绪', reason, '看日志末尾的原因。', logFile('server'))
}
