import type { HttpClient } from './http.ts'
import { poll } from './stack.ts'

export interface ReceivedEvent {
  event: string
  data: any
}

export interface EventStream {
  status: number
  received: ReceivedEvent[]
  ended: boolean
  /** Waits until an event fits; throws after 10 s with what came instead. */
  waitFor(fits: (event: ReceivedEvent) => boolean, count?: number): Promise<ReceivedEvent[]>
  close(): void
}

/** Opens a server-sent event stream and waits for its `ready`. */
export async function openEvents(client: HttpClient, path: string): Promise<EventStream> {
  const abort = new AbortController()
  const response = await client.fetch(path, {
    headers: { accept: 'text/event-stream' },
    signal: abort.signal,
  })
  const stream: EventStream = {
    status: response.status,
    received: [],
    ended: false,
    async waitFor(fits, count = 1) {
      const found = () => stream.received.filter(fits)
      if (!(await poll(async () => found().length >= count, 10_000, 20)))
        throw new Error(`event did not come; received ${JSON.stringify(stream.received)}`)
      return found()
    },
    close: () => abort.abort(),
  }
  if (response.status !== 200) return stream
  void read(response, stream).catch(() => undefined) // aborted by close()
  await stream.waitFor(({ event }) => event === 'ready')
  return stream
}

async function read(response: Response, stream: EventStream): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      stream.received.push(...blocks.flatMap(parseBlock))
    }
  } finally {
    stream.ended = true
  }
}

function parseBlock(block: string): ReceivedEvent[] {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
  const event = field('event')?.trim()
  return event ? [{ event, data: JSON.parse(field('data') ?? 'null') }] : []
}
