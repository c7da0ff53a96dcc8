/** The printing process: prints one paper after another; what goes wrong travels back as an error. */
import type { PaperData } from '../../workflows/paper/domain.ts'
import type { PrintAnswer } from './printer.ts'
import { renderPaper } from './render.ts'

process.on('message', (data: PaperData) => process.send!(answer(data)))
// It ends with its parent, and not before: what the parent still wants printed as it stops is printed.
process.on('disconnect', () => process.exit())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

function answer(data: PaperData): PrintAnswer {
  try {
    return { paper: renderPaper(data), rss: process.memoryUsage.rss() }
  } catch (error) {
    return {
      error: error instanceof Error ? error : new Error(String(error)),
      rss: process.memoryUsage.rss(),
    }
  }
}
