import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi'
import type { ResponseConfig, RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { Access } from './middleware/auth.ts'
import type { RequestSchemas } from './middleware/validate.ts'

/** A JSON body's schema; a text describes an answer without body; `{ type }` one that is not JSON. */
export type ResponseSpec = z.ZodType | string | { description: string; type: string }

/** What `route` remembers of each route: the contract, the permission table, the malformed-request test. */
export interface RouteRecord {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As Express has it, `/api/cases/:caseNo`. */
  path: string
  summary: string
  tags: readonly string[]
  access: Access
  request: RequestSchemas
  responses: Record<number, ResponseSpec>
  audit?: string
}

const problem = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: '给人看的说明（中文）' }),
    status: z.number().int(),
    code: z.string().meta({ description: '稳定的英文代码' }),
    detail: z.string().optional(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' })

/** The OpenAPI 3.1 document, from the same schemas that validate the requests. */
export function openApiDocument(records: RouteRecord[], serverUrl: string) {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'staff', cookieScheme('banjian.sid'))
  registry.registerComponent('securitySchemes', 'citizen', cookieScheme('banjian.citizen'))
  for (const record of records) registry.registerPath(toPath(record))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: '办件通 Banjian API',
      version: '0.1.0',
      description:
        '修改类请求须带 X-CSRF-Token 请求头，值取自 GET /api/session 或 GET /api/citizen/session。错误一律为 problem JSON（RFC 9457）。',
    },
    servers: [{ url: serverUrl }],
  })
}

function cookieScheme(name: string) {
  return { type: 'apiKey', in: 'cookie', name } as const
}

function toPath(record: RouteRecord): RouteConfig {
  const { body, query, params, headers } = record.request
  return {
    method: record.method,
    path: record.path.replace(/:(\w+)/g, '{$1}'),
    summary: record.summary,
    tags: [...record.tags],
    security: security(record.access),
    'x-access': record.access,
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: { ...problems(record), ...successes(record) },
  }
}

function security(access: Access): Record<string, string[]>[] {
  if (access === 'public') return []
  if (access === 'citizen') return [{ citizen: [] }]
  return access === 'viewer' ? [{ staff: [] }, { citizen: [] }] : [{ staff: [] }]
}

function successes(record: RouteRecord): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(record.responses).map(([status, spec]) => [status, toResponse(spec)]),
  )
}

function toResponse(spec: ResponseSpec): ResponseConfig {
  if (typeof spec === 'string') return { description: spec }
  if (spec instanceof z.ZodType)
    return { description: spec.description ?? '成功', content: { 'application/json': { schema: spec } } }
  return { description: spec.description, content: { [spec.type]: { schema: { type: 'string' } } } }
}

/** The errors every route of this shape can answer. */
function problems(record: RouteRecord): Record<string, ResponseConfig> {
  const answers: Record<string, string> = { 400: '请求不符合要求', 503: '服务暂时不可用' }
  if (record.access !== 'public') answers[401] = '未登录'
  if (record.access !== 'public' || record.method !== 'get') answers[403] = '没有权限'
  if (record.request.params) answers[404] = '不存在或无权查看'
  if (record.method !== 'get') answers[409] = '状态不允许，或已被他人先办'
  const content = { 'application/problem+json': { schema: problem } }
  return Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [status, { description, content }]),
  )
}
