import { startChild, type Child, type ChildOptions } from './child.ts'
import { ROOT } from './paths.ts'
import type { Service } from './supervisor.ts'

export interface NodeServiceOptions extends Pick<ChildOptions, 'name' | 'logFile' | 'registry'> {
  /** Arguments of node, for example `['--import', 'tsx', 'server/main.ts']`. */
  args: string[]
  env: Record<string, string>
  /** How long an orderly stop may take before SIGKILL. */
  stopDeadlineMs: number
}

/** A Node process of ours as a service; started at once. */
export function nodeService(options: NodeServiceOptions): Service {
  const launch = (): Child =>
    startChild({
      name: options.name,
      command: process.execPath,
      args: options.args,
      cwd: ROOT,
      env: options.env,
      logFile: options.logFile,
      registry: options.registry,
    })
  let current = launch()
  const stop = () => current.stop(options.stopDeadlineMs)
  return {
    child: () => current,
    stop,
    restart: async () => {
      await stop()
      current = launch()
    },
  }
}
