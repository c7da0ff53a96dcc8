import { createSession } from 'better-sse'
import type { Session } from 'better-sse'
import type { Request, Response, Router } from 'express'
import pg from 'pg'
import { z } from 'zod'
import { groupsOf } from '../workflows/identity/domain.ts'
import { caseInstance } from '../workflows/case/domain.ts'
import { wordsOfInstance } from '../workflows/nouns.ts'
import type { AppDeps } from './deps.ts'
import { notFound } from './errors.ts'
import { instanceId } from './modules/process/instance-schema.ts'
import { EVENT_CHANNEL } from './notify.ts'
import type { LiveEvent } from './notify.ts'
import { inboxOf, inboxTopic } from './records/notification/inbox.ts'
import { createRouter, route } from './route.ts'

export { notify } from './notify.ts'

/** A stream lives this long; the browser then connects anew and its rights are read anew. */
const STREAM_MINUTES = 5
const RETRY_MS = { first: 250, most: 5_000 }

interface Stream {
  session: Session
  res: Response
  /** `<topic>:<id>` of everything it may hear: instance ids, and `worklist:user:7`. */
  hears: Set<string>
  userId?: number
}

export interface Push {
  router: Router
  /** Begins to listen; comes back by itself whenever PostgreSQL does. */
  start(): void
  close(): Promise<void>
}

const topic = z.union([z.enum(['worklist', inboxTopic]), instanceId])
const topicsQuery = z.object({
  topics: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .pipe(z.array(topic).min(1).max(30))
    .meta({ type: 'string', description: '逗号分隔：worklist、inbox、<业务>:<编号>', example: 'worklist' }),
})

/**
 * Live push: PostgreSQL NOTIFY → server-sent events. Events `change` carry `{topic, id, revision?}` and no
 * content; `resync` says that some may have been lost, so the page should ask for everything it shows.
 */
export function createPush(deps: AppDeps): Push {
  const streams = new Set<Stream>()
  const listener = createListener(deps, {
    event: (event) => deliver(streams, event),
    resumed: () => streams.forEach(({ session }) => session.push({}, 'resync')),
  })
  return {
    router: createPushRoutes(deps, streams),
    start: listener.start,
    async close() {
      for (const stream of streams) endStream(stream)
      await listener.close()
    },
  }
}

function deliver(streams: Set<Stream>, event: LiveEvent): void {
  for (const stream of streams) {
    if (event.topic === 'session-ended') {
      if (String(stream.userId) === event.id) endStream(stream)
    } else if (stream.hears.has(`${event.topic}:${event.id}`)) stream.session.push(event, 'change')
  }
}

function endStream({ res }: Stream): void {
  res.end()
}

function createPushRoutes(deps: AppDeps, streams: Set<Stream>): Router {
  const router = createRouter(deps)
  const responses = { 200: { description: '事件流：change、resync', type: 'text/event-stream' } } as const
  route(router, {
    method: 'get',
    path: '/api/events',
    summary: '工作台的实时通知',
    tags: ['实时通知'],
    roles: 'staff',
    request: { query: topicsQuery },
    responses,
    handler: async ({ req, res, query, actor }) => {
      const hears = new Set<string>()
      for (const wanted of query.topics) {
        if (wanted === 'worklist') groupsOf(actor).forEach((group) => hears.add(`worklist:${group}`))
        else if (wanted === inboxTopic) hears.add(`${inboxTopic}:${inboxOf(actor.id)}`)
        else if (await deps.scope.canSee(deps, actor, wanted)) hears.add(wanted)
        else throw notFound(wordsOfInstance(wanted)?.name)
      }
      await openStream(streams, req, res, { hears, userId: actor.id })
    },
  })
  route(router, {
    method: 'get',
    path: '/api/citizen/events',
    summary: '申请人页面的实时通知（本人的办件）',
    tags: ['实时通知'],
    roles: 'citizen',
    responses,
    handler: ({ req, res, citizen }) =>
      openStream(streams, req, res, { hears: new Set([caseInstance(citizen.caseNo)]) }),
  })
  return router
}

async function openStream(
  streams: Set<Stream>,
  req: Request,
  res: Response,
  rights: Pick<Stream, 'hears' | 'userId'>,
): Promise<void> {
  const session = await createSession(req, res, {
    keepAlive: 15_000,
    retry: 2_000,
    headers: { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
  const stream = { session, res, ...rights }
  const lifetime = setTimeout(() => endStream(stream), STREAM_MINUTES * 60_000)
  streams.add(stream)
  session.once('disconnected', () => {
    clearTimeout(lifetime)
    streams.delete(stream)
  })
  session.push({}, 'ready')
}

/** One connection that listens; lost, it is made again with growing pauses. */
function createListener(deps: AppDeps, on: { event(event: LiveEvent): void; resumed(): void }) {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let pause = RETRY_MS.first
  let lost = false

  const again = (err?: unknown) => {
    if (closed || timer) return
    lost = true
    deps.log.warn({ err }, 'live push lost its connection')
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, pause)
    pause = Math.min(pause * 2, RETRY_MS.most)
  }

  const connect = async () => {
    const next = new pg.Client({
      connectionString: deps.config.databaseUrl,
      application_name: 'banjian-push',
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
    })
    next.on('error', again)
    next.on('end', () => again())
    next.on('notification', ({ payload }) => on.event(JSON.parse(payload ?? '{}') as LiveEvent))
    try {
      await next.connect()
      await next.query(`LISTEN ${EVENT_CHANNEL}`)
    } catch (err) {
      return again(err)
    }
    if (closed) return next.end()
    client = next
    pause = RETRY_MS.first
    if (lost) on.resumed()
    lost = false
  }

  return {
    start: () => void connect(),
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
