import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { createGatherer } from './gather'

/** Something changed; the page reads it again. `resync` comes after a gap in which events may have been missed. */
export interface LiveEvent {
  topic: string
  id?: string
  revision?: number
  resync?: boolean
}
type Listener = { topics: string[]; call: (event: LiveEvent) => void }

/**
 * One connection for the whole page (HTTP/1.1 allows six per host), whatever the number of listeners. The browser
 * reconnects after a lost connection but not after an error answer: that is done here, with a growing pause.
 */
export class EventHub {
  private source: EventSource | null = null
  private listeners = new Set<Listener>()
  private open = ''
  private pending = 0
  private failures = 0
  private broken = false

  constructor(private readonly url: string) {}

  listen(listener: Listener): () => void {
    this.listeners.add(listener)
    this.schedule(0)
    return () => {
      this.listeners.delete(listener)
      this.schedule(2000)
    }
  }

  close(): void {
    this.listeners.clear()
    this.stop()
  }

  /** Topics are gathered for a moment, so that a page with many listeners connects once. */
  private schedule(ms: number): void {
    clearTimeout(this.pending)
    this.pending = window.setTimeout(() => this.connect(), ms + 30)
  }

  private stop(): void {
    clearTimeout(this.pending)
    this.source?.close()
    this.source = null
    this.open = ''
  }

  private connect(): void {
    const wanted = [...new Set([...this.listeners].flatMap((listener) => listener.topics))].sort().join(',')
    if (wanted === this.open && this.source) return
    this.stop()
    if (this.listeners.size === 0) return
    this.open = wanted
    const source = new EventSource(wanted ? `${this.url}?topics=${encodeURIComponent(wanted)}` : this.url)
    source.onopen = () => this.opened()
    // The server names its events; unnamed ones are not sent.
    source.addEventListener('change', (message) => this.deliver(message))
    source.addEventListener('resync', () => this.resync())
    source.onerror = () => this.failed(source)
    this.source = source
  }

  private opened(): void {
    this.failures = 0
    if (!this.broken) return
    this.broken = false
    this.resync()
  }

  /** Events may have been missed: everybody reads again. */
  private resync(): void {
    for (const listener of this.listeners) listener.call({ topic: listener.topics[0] ?? '', resync: true })
  }

  private failed(source: EventSource): void {
    this.broken = true
    if (source.readyState !== EventSource.CLOSED || source !== this.source) return
    this.stop()
    this.failures += 1
    this.schedule(Math.min(30_000, 1000 * 2 ** this.failures))
  }

  private deliver(message: MessageEvent<string>): void {
    const event = parse(message.data)
    if (!event) return
    for (const listener of this.listeners)
      if (listener.topics.length === 0 || listener.topics.some((topic) => covers(topic, event)))
        listener.call(event)
  }
}

/** `case:NO` takes that case's events; `worklist` all of that topic (the server sends only one's own groups). */
function covers(wanted: string, event: LiveEvent): boolean {
  return wanted === event.topic || wanted === `${event.topic}:${event.id ?? ''}`
}

function parse(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as LiveEvent
    return typeof event?.topic === 'string' ? event : null
  } catch {
    return null // a keep-alive or a proxy's text, not an event
  }
}

export const staffEvents = new EventHub('/api/events')

/**
 * Calls back on events of these topics for as long as the component lives. Bursts are gathered (gather.ts): one call
 * per topic when it is quiet again, and every 2 s while it is not.
 *
 * @example useEvents(() => [`case:${props.no}`], () => reload())
 */
export function useEvents(
  topics: MaybeRefOrGetter<string[]>,
  call: (event: LiveEvent) => void,
  hub: EventHub = staffEvents,
): void {
  const gatherer = createGatherer(call)
  const gathered = (event: LiveEvent) => gatherer.add(event.topic, event)
  let off = () => {}
  watch(
    () => toValue(topics).join(','),
    (joined) => {
      off()
      off = hub.listen({ topics: joined ? joined.split(',') : [], call: gathered })
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    off()
    gatherer.stop()
  })
}
