import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import { invalid, ProblemError } from '../errors.ts'

z.config(z.locales.zhCN())

/** Schemas of the parts of a request. What a part has no schema for is not looked at. */
export interface RequestSchemas {
  body?: z.ZodType
  query?: z.ZodObject
  params?: z.ZodObject
  headers?: z.ZodObject
}

export type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

export interface ParsedRequest<Q extends RequestSchemas> {
  body: Parsed<Q['body']>
  query: Parsed<Q['query']>
  params: Parsed<Q['params']>
  headers: Parsed<Q['headers']>
}

/** Typed values of a request, or 400 with every wrong field. */
export function parseRequest<Q extends RequestSchemas>(schemas: Q, req: Request): ParsedRequest<Q> {
  return {
    params: parsePart(schemas.params, req.params, 'params'),
    query: parsePart(schemas.query, req.query, 'query'),
    headers: parsePart(schemas.headers, req.headers, 'headers'),
    body: parsePart(schemas.body, req.body, 'body'),
  } as ParsedRequest<Q>
}

function parsePart(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw invalid(result.error, place)
  return result.data
}

/** NUL is not storable in PostgreSQL text; a lone surrogate is not UTF-8. */
const unstorable = /[\0\p{Surrogate}]/u
const MAX_DEPTH = 40

/** Refuses text that cannot be stored, in path, query and body, before anything reads it (reliability S11). */
export const refuseBadText: RequestHandler = (req, _res, next) => {
  const path = decodeURIComponent(req.originalUrl.split('?')[0] ?? '')
  checkText(path, 'path')
  checkText(req.query, 'query')
  checkText(req.body, 'body')
  next()
}

/** Walks without recursion: nesting deep enough to end the call stack is itself refused. */
function checkText(root: unknown, place: string): void {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (depth > MAX_DEPTH) throw new ProblemError(400, 'too-deep', '请求内容嵌套过深')
    if (typeof value === 'string') refuse(value, place)
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) {
      refuse(key, place)
      open.push({ value: child, depth: depth + 1 })
    }
  }
}

function refuse(text: string, place: string): void {
  if (!unstorable.test(text) && text !== '__proto__') return
  throw new ProblemError(400, 'invalid-characters', '请求中含有不允许的字符', {
    errors: [{ path: place, message: '含有空字符或不完整的字符' }],
  })
}
