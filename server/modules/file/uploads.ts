import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server, ERRORS } from '@tus/server'
import type { Request, RequestHandler, Response } from 'express'
import { MAX_FILE_BYTES } from '../../../workflows/file/domain.ts'
import type { Viewer } from '../../../workflows/identity/domain.ts'
import type { Config } from '../../config.ts'
import type { AppDeps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { viewerOf } from '../../middleware/auth.ts'
import { problemBody, toProblem } from '../../middleware/problem.ts'
import { senderOf } from '../../route-audit.ts'
import { writeAudit } from '../../records/audit/audit.ts'
import { checkName } from './inspect.ts'
import { findFile } from '../../records/file/file.ts'
import { isUploader, ownerKey, storeUpload } from './service.ts'

/** Partial uploads are kept this long. */
const EXPIRES_MS = 24 * 3_600_000

export function uploadFolder(config: Config): string {
  return path.resolve(config.filesDir, 'uploads')
}

export function createPartialStore(config: Config): FileStore {
  return new FileStore({ directory: uploadFolder(config), expirationPeriodInMilliseconds: EXPIRES_MS })
}

type WebRequest = { runtime?: { node?: { req: unknown; res?: unknown } } }

/** The Express request and response under tus's own. */
function underlying(req: unknown): { req: Request; res: Response } {
  return (req as WebRequest).runtime!.node as { req: Request; res: Response }
}

/**
 * Resumable upload (tus 1.0) at one address. An upload has an id of ours, belongs to the session that made it,
 * and becomes a file, under the same id, when its last byte is there and its content is what its name says.
 */
export function createUploads(deps: AppDeps, address: string): RequestHandler {
  const store = createPartialStore(deps.config)
  const tus = new Server({
    path: address,
    datastore: store,
    maxSize: MAX_FILE_BYTES,
    relativeLocation: true,
    allowedOrigins: () => false,
    namingFunction: () => randomUUID(),
    onUploadCreate: async (req, upload) => {
      checkName(upload.metadata?.filename ?? '')
      const owner = ownerKey(viewerOf(underlying(req).req))
      return { metadata: { filename: upload.metadata?.filename ?? '', owner } }
    },
    onIncomingRequest: async (req, id) => {
      if (req.method === 'POST') return
      await ownUpload(store, id, viewerOf(underlying(req).req))
    },
    onUploadFinish: async (req, upload) => {
      await finish(deps, store, underlying(req).req, upload.id)
      return {}
    },
    onResponseError: (req, err) => refusal(deps, underlying(req), err),
  })
  return async (req, res) => {
    if (req.method === 'HEAD' && (await answerKnown(deps, store, req, res))) return
    acceptCallbackAlone(res)
    await tus.handle(req, res)
  }
}

/** tus ends answers by `end(callback)`; express-session's `end` takes that function for the content. */
function acceptCallbackAlone(res: Response): void {
  const end = res.end.bind(res) as (...args: unknown[]) => Response
  res.end = ((...args: unknown[]) => {
    if (typeof args[0] !== 'function') return end(...args)
    res.once('finish', args[0] as () => void)
    return end()
  }) as Response['end']
}

/** The partial upload, if it is the viewer's own; otherwise as if it were not there. */
async function ownUpload(store: FileStore, id: string, viewer: Viewer) {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw ERRORS.FILE_NOT_FOUND
  const upload = await store.getUpload(id)
  if (upload.metadata?.owner !== ownerKey(viewer)) throw ERRORS.FILE_NOT_FOUND
  return upload
}

/**
 * HEAD of an upload whose bytes are all there. Finished: its partial is gone, and a client whose last answer was
 * lost must hear "complete", not 404. Not finished: the server died between the last byte and the row; finish now.
 */
async function answerKnown(deps: AppDeps, store: FileStore, req: Request, res: Response): Promise<boolean> {
  const id = String(req.params.id)
  if (!/^[0-9a-f-]{36}$/.test(id)) return false
  if (!(await findFile(deps.db, id)) && (await isComplete(store, id, viewerOf(req))))
    await finish(deps, store, req, id)
  const file = await findFile(deps.db, id)
  if (!file || !isUploader(viewerOf(req), file)) return false
  res.status(200).set({
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': String(file.size),
    'Upload-Length': String(file.size),
  })
  res.end()
  return true
}

async function isComplete(store: FileStore, id: string, viewer: Viewer): Promise<boolean> {
  const upload = await ownUpload(store, id, viewer).catch((err: { status_code?: number }) => {
    if (err.status_code === 404 || err.status_code === 410) return undefined
    throw err
  })
  return upload !== undefined && upload.offset === upload.size
}

/** Finishing twice at once would pull the partial from under the other: the second waits for the first. */
const finishing = new Map<string, Promise<void>>()

async function finish(deps: AppDeps, store: FileStore, req: Request, id: string): Promise<void> {
  const running = finishing.get(id) ?? runFinish(deps, store, req, id).finally(() => finishing.delete(id))
  finishing.set(id, running)
  await running
}

async function runFinish(deps: AppDeps, store: FileStore, req: Request, id: string): Promise<void> {
  const viewer = viewerOf(req)
  const upload = await ownUpload(store, id, viewer)
  const at = deps.now().toISOString()
  const name = upload.metadata?.filename ?? ''
  try {
    await storeUpload(deps, viewer, { id, path: upload.storage!.path, name, at }, senderOf(req))
  } catch (err) {
    if (err instanceof ProblemError) await refuse(deps, store, req, { id, at, code: err.code })
    throw err
  }
  await store.remove(id)
}

/** What was refused for its content does not stay on the disk. */
async function refuse(
  deps: AppDeps,
  store: FileStore,
  req: Request,
  given: { id: string; at: string; code: string },
) {
  await store.remove(given.id)
  await writeAudit(deps.db, {
    ...senderOf(req),
    at: given.at,
    action: 'file.upload',
    objectType: 'file',
    objectId: given.id,
    outcome: 'refused',
    detail: { code: given.code },
  })
}

/** tus's own errors and ours, as problem JSON. */
function refusal(deps: AppDeps, { req, res }: { req: Request; res: Response }, err: unknown) {
  const status = (err as { status_code?: number }).status_code
  const problem = status && status < 500 ? tusProblem(status) : toProblem(err)
  if (problem.status >= 500) (req.log ?? deps.log).error({ err, code: problem.code }, 'upload failed')
  res.setHeader('Content-Type', 'application/problem+json')
  return { status_code: problem.status, body: problemBody(problem, String(req.id)) }
}

const tusTitles: Record<number, [string, string]> = {
  403: ['upload-refused', '上传被拒绝'],
  404: ['not-found', '上传不存在或已过期'],
  409: ['upload-offset-mismatch', '续传位置与服务器不一致'],
  410: ['upload-expired', '上传已过期，请重新上传'],
  413: ['file-too-large', '文件超过 200 MB'],
}

function tusProblem(status: number): ProblemError {
  const [code, title] = tusTitles[status] ?? ['malformed-upload', '上传请求不符合协议']
  return new ProblemError(status, code, title)
}
