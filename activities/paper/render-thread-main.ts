/** The thread's side: prints one paper after another; what goes wrong travels back as an error of the same type. */
import { parentPort } from 'node:worker_threads'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { renderPaper } from './render.ts'
import type { RenderAnswer } from './render-thread.ts'

const port = parentPort
if (!port) throw new Error('render-thread-main runs as a worker thread')

port.on('message', (data: PaperData) => {
  void answer(data).then((message) => port.postMessage(message))
})

async function answer(data: PaperData): Promise<RenderAnswer> {
  try {
    return await renderPaper(data)
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}
