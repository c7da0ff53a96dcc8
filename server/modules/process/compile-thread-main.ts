/** The thread's side: compiles one drawing after another; what it needs of called processes it asks the server for. */
import { parentPort } from 'node:worker_threads'
import { compileBpmn, PublishError } from './compile.ts'
import type { CompileAnswer, CompileRequest } from './compile-thread.ts'
import type { CalledProcess } from './compile-draft.ts'

const port = parentPort
if (!port) throw new Error('compile-thread-main runs as a worker thread')

let called: ((process: CalledProcess | undefined) => void) | undefined

port.on('message', (message: CompileRequest) => {
  if ('called' in message) return called?.(message.called)
  void compile(message).then((answer) => port.postMessage(answer))
})

port.postMessage({ ready: true } satisfies CompileAnswer)

async function compile({
  xml,
  surroundings,
}: Extract<CompileRequest, { xml: string }>): Promise<CompileAnswer> {
  const resolveCall = (key: string): Promise<CalledProcess | undefined> =>
    new Promise((resolve) => {
      called = resolve
      port!.postMessage({ wants: key } satisfies CompileAnswer)
    })
  try {
    return { compiled: await compileBpmn(xml, { ...surroundings, resolveCall }) }
  } catch (error) {
    if (error instanceof PublishError) return { problems: error.problems }
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}
