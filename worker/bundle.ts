/** The workflow bundle: built once, shared by worker, tests and replay. */
import { bundleWorkflowCode } from '@temporalio/worker'
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'

const pathOf = (file: string) => fileURLToPath(new URL(`../workflows/${file}`, import.meta.url))

let built: Promise<WorkflowBundleWithSourceMap> | undefined

export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  built ??= bundleWorkflowCode({
    workflowsPath: pathOf('index.ts'),
    // Pure code, evaluated once and not for each workflow anew.
    preloadModules: [pathOf('process/no-stacks.ts'), 'feelin', 'lezer-feel', pathOf('process/net.ts')],
    logger: {
      log() {},
      trace() {},
      debug() {},
      info() {},
      warn() {},
      error: (text: string) => process.stderr.write(`${text}\n`),
    },
  })
  return built
}
