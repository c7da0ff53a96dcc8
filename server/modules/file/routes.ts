import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response, Router } from 'express'
import { z } from 'zod'
import { fileKinds } from '../../../workflows/file/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { checkAccess } from '../../middleware/auth.ts'
import type { Access } from '../../middleware/auth.ts'
import { limitAttempts } from '../../middleware/limit.ts'
import { checkCsrf } from '../../middleware/session.ts'
import { createRouter, route } from '../../route.ts'
import type { RouteContext } from '../../route.ts'
import type { FileRow } from '../../records/file/file.ts'
import { getFile } from './service.ts'
import { createUploads } from './uploads.ts'

const request = {
  params: z.object({ id: z.uuid() }),
  query: z.object({
    inline: z.enum(['0', '1']).default('0').meta({ description: '1：在浏览器中查看（PDF、图片）' }),
  }),
}
const responses = { 200: { description: '文件内容', type: 'application/octet-stream' } } as const
const inlineTypes = new Set<string>(
  Object.values(fileKinds)
    .filter((k) => k.inline)
    .map((k) => k.mediaType),
)

/**
 * Files are uploaded by tus at /api/uploads (staff) and /api/citizen/uploads (applicants): metadata `filename`,
 * the CSRF token as header. The last part of the upload's address is the file's id.
 */
export function createFileRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  mountUploads(router, deps, '/api/uploads', 'staff')
  mountUploads(router, deps, '/api/citizen/uploads', 'citizen')
  const download = async (ctx: RouteContext<typeof request>) => {
    const file = await getFile(deps, ctx.viewer, ctx.params.id)
    await sendFile(deps, ctx.req, ctx.res, file, ctx.query.inline === '1')
  }
  const common = { method: 'get', tags: ['文件'], request, responses, handler: download } as const
  route(router, { ...common, path: '/api/files/:id', summary: '下载文件', roles: 'staff' })
  route(router, { ...common, path: '/api/citizen/files/:id', summary: '申请人下载文件', roles: 'citizen' })
  return router
}

function mountUploads(router: Router, deps: AppDeps, address: string, access: Access): void {
  const guard: RequestHandler = (req, _res, next) => {
    checkAccess(req, access)
    checkCsrf(req)
    next()
  }
  const uploads = createUploads(deps, address)
  const creations = limitAttempts({ attempts: 200, minutes: 60, all: true })
  router.post(address, guard, access === 'citizen' ? creations : [], uploads)
  router.patch(`${address}/:id`, guard, uploads)
  router.head(`${address}/:id`, guard, uploads)
  router.delete(`${address}/:id`, guard, uploads)
}

/**
 * Sends a stored file as a download. Nothing uploaded may run in our origin: the type is ours, browsers do not
 * guess, and what is shown in place gets a policy that allows nothing.
 */
export async function sendFile(
  deps: AppDeps,
  req: Request,
  res: Response,
  file: Pick<FileRow, 'sha256' | 'size' | 'name' | 'mediaType'>,
  inline: boolean,
): Promise<void> {
  const shown = inline && inlineTypes.has(file.mediaType)
  const content = await deps.files.open(file.sha256)
  res.attachment(file.name)
  if (shown)
    res.set('Content-Disposition', String(res.get('Content-Disposition')).replace(/^attachment/, 'inline'))
  res.set({
    'Content-Type': file.mediaType,
    'Content-Length': String(file.size),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'",
  })
  if (req.method === 'HEAD') {
    content.destroy()
    return void res.end()
  }
  await pipeline(content, res).catch((err: NodeJS.ErrnoException) => {
    if (err.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw err // the reader went away; nobody to tell
  })
}
