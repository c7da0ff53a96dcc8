import {
  compileBpmn,
  PublishError,
  type Problem,
  type ResolveCall,
  type Surroundings,
} from '../../server/modules/process/compile.ts'

/** Why a drawing is not published; empty if it is. */
export async function problems(
  xml: string,
  resolveCall?: ResolveCall,
  more: Surroundings = {},
): Promise<Problem[]> {
  try {
    await compileBpmn(xml, { resolveCall, ...more })
  } catch (error) {
    if (error instanceof PublishError) return error.problems
    throw error
  }
  return []
}

/** `code@element` of each, in order. */
export const codes = (list: Problem[]) => list.map(({ code, element }) => `${code}@${element}`)

/** A drawing with start `s` and end `e` around what is given. */
export const frame = (inner: string) => `start s
  end e
  ${inner}`
/** s > one element > e */
export const line = (node: string, id: string) =>
  frame(`${node}
  s > ${id} > e`)
