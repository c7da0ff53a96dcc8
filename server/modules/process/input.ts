/** What was filled in, read by the form's schema; an act without a form of its own takes the general one. */
import { z } from 'zod'
import { invalid } from '../../errors.ts'
import type { ActInput, Noun } from '../../noun.ts'
import type { DrawnAct } from '../../../workflows/process/people.ts'

/** Reason and files stand beside the data; the general form has nothing else. */
const generalForm = z.object({}).strict()

/** @throws ProblemError 400 with the fields that are wrong */
export function inputOf(
  noun: Noun,
  act: Pick<DrawnAct, 'form'>,
  { reason, data = {} }: { reason?: string | undefined; data?: Record<string, unknown> | undefined },
): ActInput {
  const schema = (act.form === undefined ? undefined : noun.forms[act.form]?.schema) ?? generalForm
  const read = schema.safeParse(data)
  if (!read.success) throw invalid(read.error, 'body.data')
  return { data: read.data, reason }
}
