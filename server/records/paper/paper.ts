import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { dayOf } from '../../../workflows/clock/day.ts'
import { issuingBody, numberFrame, paperBasis, paperTitle } from '../../../workflows/paper/domain.ts'
import type { PaperData, PaperInput, PaperKind } from '../../../workflows/paper/domain.ts'
import { prepared } from '../prepared.ts'
import { paperNumber } from './number.sql.ts'

/** PostgreSQL's code of a row that a unique key refuses. */
const uniqueViolation = '23505'

export interface PaperRow {
  id: string
  instance: string
  stepKey: string
  kind: PaperKind
  n: number
  number: string
  title: string
  /** Day printed on it, Asia/Shanghai. */
  issuedOn: string
  /** ISO instant of the act. */
  at: string
  /** Laws and agreements it rests on. */
  basis: string[]
  /** Absent until the PDF is stored. */
  file?: { sha256: string; size: number }
}

export interface NewPaper {
  instance: string
  stepKey: string
  kind: PaperKind
  data: PaperInput
  /** ISO instant of the act, the case's time. */
  at: string
}

/**
 * The paper of a step, its number allocated if this is the first try: the sequence of a body, kind and year has no gap
 * and no double. A twin of the same step finds the row.
 */
export async function findOrNumberPaper(db: Knex, paper: NewPaper): Promise<PaperRow> {
  const { instance, stepKey, kind, data, at } = paper
  const issuedOn = dayOf(at)
  const year = Number(issuedOn.slice(0, 4))
  const issuer = issuingBody(kind, data)
  const values = [
    ...[instance, stepKey, kind, `${issuer.code}:${kind}`, year, ...numberFrame(issuer.mark, year, kind)],
    ...[randomUUID(), paperTitle(kind, data.item.licensing), issuedOn, at],
    JSON.stringify(withoutPersonalData(data)),
  ]
  try {
    const [row] = await prepared<DatabaseRow>(db, { name: 'paper-number', text: paperNumber }, values)
    return toPaper(row)!
  } catch (error) {
    if ((error as { code?: string }).code !== uniqueViolation) throw error
    return (await findPaperOfStep(db, { instance, step_key: stepKey, kind }))!
  }
}

/** Ties the stored PDF to the paper. A second, equal rendering changes nothing. */
export async function attachPaperFile(
  trx: Knex,
  id: string,
  file: { sha256: string; size: number },
): Promise<void> {
  await trx('paper')
    .where({ id })
    .whereNull('file_sha256')
    .update({ file_sha256: file.sha256, file_size: file.size })
}

export async function findPaper(db: Knex, id: string): Promise<PaperRow | undefined> {
  return toPaper(await papers(db).where({ id }).first())
}

/** Papers of an instance that have been printed, oldest first; `unprinted` adds those that only have their number yet. */
export async function listPapers(
  db: Knex,
  instance: string,
  { unprinted = false } = {},
): Promise<PaperRow[]> {
  const query = papers(db)
    .where({ instance })
    .orderBy([{ column: 'at' }, { column: 'recorded_at' }])
  if (!unprinted) void query.whereNotNull('file_sha256')
  return (await query).map((row) => toPaper(row)!)
}

/** By the step it follows. */
export async function findPaperOfStep(
  db: Knex,
  key: { instance: string; step_key: string; kind: PaperKind | string },
): Promise<PaperRow | undefined> {
  return toPaper(await papers(db).where(key).first())
}

/** What stays in clear beside the PDF: enough to count and to search, nothing about a person. */
export function withoutPersonalData(data: PaperInput): Partial<PaperData> {
  const { applicant: _applicant, agent: _agent, querySecret: _secret, progressUrl: _url, ...rest } = data
  if (!rest.service) return rest
  const { recipient: _recipient, place: _place, ...service } = rest.service
  return { ...rest, service }
}

interface DatabaseRow extends Omit<PaperRow, 'file' | 'basis'> {
  data: Pick<PaperInput, 'basis' | 'item'>
  sha256: string | null
  size: number | null
}

const columns = {
  id: 'id',
  instance: 'instance',
  stepKey: 'step_key',
  kind: 'kind',
  n: 'n',
  number: 'number',
  title: 'title',
  issuedOn: 'issued_on',
  at: 'at',
  data: 'data',
  sha256: 'file_sha256',
  size: 'file_size',
}

function papers(db: Knex) {
  return db('paper').select<DatabaseRow[]>(columns)
}

function toPaper(row: DatabaseRow | undefined): PaperRow | undefined {
  if (!row) return undefined
  const { sha256, size, data, ...rest } = row
  const paper = { ...rest, basis: paperBasis({ kind: row.kind, ...data }) }
  return sha256 === null ? paper : { ...paper, file: { sha256, size: size! } }
}
