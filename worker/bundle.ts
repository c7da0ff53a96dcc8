/** The workflow bundle: built once, shared by worker, tests and replay. */
import { bundleWorkflowCode } from '@temporalio/worker'
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'

let built: Promise<WorkflowBundleWithSourceMap> | undefined

export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  built ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    preloadModules: [
      'feelin',
      'lezer-feel',
      fileURLToPath(new URL('../workflows/process/net.ts', import.meta.url)),
    ],
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
