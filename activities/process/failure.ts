/** What is tried again, and what no retry mends. */
import { ApplicationFailure } from '@temporalio/common'
import { ProblemError } from '../../server/errors.ts'

/** For good: it becomes an incident that an administrator sees. */
export function refuse(code: string, message: string): never {
  throw ApplicationFailure.nonRetryable(message, code)
}

/** SQLSTATE classes of what no retry mends: bad data, a broken constraint, a statement that is wrong. */
const permanentClasses = ['22', '23', '42']

/**
 * An outage is retried; a mistake in data or code is said at once, so that it becomes an incident that an
 * administrator sees, and not a case that is silently tried for ever.
 */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw failureOf(error)
  }
}

/** The error as the engine takes it: an ApplicationFailure that is not retried, or the error itself. */
export function failureOf(error: unknown): unknown {
  if (error instanceof ApplicationFailure) return error
  // A rule of ours said no (a clock that is over, a pause that is closed): trying again changes nothing.
  if (error instanceof ProblemError && error.status < 500) return permanent(error.message, error.code, error)
  const state = (error as { code?: unknown }).code
  const sql = typeof state === 'string' && state.length === 5 && permanentClasses.includes(state.slice(0, 2))
  if (!sql && !(error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError))
    return error
  // knex puts the statement in front; people who mend an incident need what PostgreSQL said.
  return permanent(
    String((error as Error).message)
      .split(' - ')
      .at(-1)!,
    'step-failed',
    error as Error,
  )
}

function permanent(message: string, type: string, cause: Error): ApplicationFailure {
  return ApplicationFailure.create({ message, type, nonRetryable: true, cause })
}
