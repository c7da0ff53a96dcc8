/** Counts what this process asks of PostgreSQL: every statement once, begin and commit too, as the database itself would. */
import pg from 'pg'

export interface Statement {
  /** The pool it came by: `banjian-server`, `banjian-session`, `banjian-step`, … */
  by: string
  /** Offices of one test process have a database each. */
  database: string
  text: string
}

let heard: Statement[] | undefined

const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [asked] = args as [string | { text?: string }]
  const text = typeof asked === 'string' ? asked : (asked.text ?? '')
  const { application_name: by, database } = (this as unknown as { connectionParameters: pg.ClientConfig })
    .connectionParameters
  // Only a simple query may hold several.
  const parts = typeof asked === 'string' ? text.split(';') : [text]
  for (const part of parts)
    if (part.trim()) heard?.push({ by: by ?? '', database: database ?? '', text: part.trim() })
  return (query as (...given: unknown[]) => unknown).apply(this, args)
} as typeof query

/** The statements that are sent while `work` runs, by whomever in this process. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const own: Statement[] = []
  const before = heard
  heard = own
  try {
    await work()
    return own
  } finally {
    before?.push(...own)
    heard = before
  }
}

/** One a line, for whoever wonders what they are. */
export function listed(statements: readonly Statement[]): string {
  return statements.map(({ by, text }) => `  ${by}: ${text.replace(/\s+/g, ' ').slice(0, 150)}`).join('\n')
}
