import type { paths } from './schema'

/** The API as its OpenAPI document has it (schema.d.ts, made by scripts/api-types.ts from the server's schemas). */
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends object ? P : never
}[keyof paths]
type Json<X> = X extends { content: { 'application/json': infer Body } } ? Body : never
type Success = 200 | 201 | 202

/** What a route answers. @example Answer<'/api/users'>['items'][number] */
export type Answer<P extends PathWith<M>, M extends Method = 'get'> = paths[P][M] extends {
  responses: infer R
}
  ? Json<R[keyof R & Success]>
  : never

/** What a route takes. @example Body<'/api/users', 'post'> */
export type Body<P extends PathWith<M>, M extends Method> = paths[P][M] extends {
  requestBody?: infer B
}
  ? Json<NonNullable<B>>
  : never

/** A row of a list, whichever of the two names its rows have. */
export type RowOf<P extends PathWith<'get'>> =
  Answer<P> extends { rows: (infer Row)[] } ? Row : Answer<P> extends { items: (infer Row)[] } ? Row : never
