/**
 * Full cases by C people at once, without pause (closed loop): receive, read, claim, accept, read, end, read. To end an accepted case
 * takes two people now, a clerk who proposes and the head of the centre: one act more than the older checkout's. Each answer 202 is asked for
 * again with the same key, as the page does.
 */
import { randomUUID } from 'node:crypto'
import { company, phoneOf, personName } from '../seed/people.ts'
import { signIn, type Person, type Reply } from '../seed/http.ts'
import { startMeasuring, type Cost } from './measure.ts'
import type { BenchOffice } from './office.ts'

export interface LifecycleResult extends Cost {
  people: number
  cases: number
  /** ms of an act from click to answer, 202 and its repeats included. */
  acts: number[]
  reads: number[]
  saving: number
  refused: number
}

const item = 'LWPQ-01'
const pauseMs = 250

export async function runLifecycle(
  office: BenchOffice,
  people: number,
  { cases, seconds }: { cases: number; seconds: number },
): Promise<LifecycleResult> {
  const clerks: Person[] = []
  const head = await signIn(office.url, office.head, office.password)
  for (const name of office.clerks.slice(0, people))
    clerks.push(await signIn(office.url, name, office.password))
  const materials = ((await clerks[0]!.get(`/api/items/${item}`)).body as { materials: unknown[] }).materials
  const result = { people, cases: 0, acts: [] as number[], reads: [] as number[], saving: 0, refused: 0 }
  const stop = await startMeasuring(office)
  const until = Date.now() + seconds * 1_000
  let left = cases
  const work = async (clerk: Person, n: number) => {
    while (left > 0 && Date.now() < until) {
      left -= 1
      if (await oneCase({ clerk, head }, materials, result, n * 1_000 + left)) result.cases += 1
    }
  }
  await Promise.all(clerks.map(work))
  return { ...result, ...(await stop()) }
}

type Tally = Pick<LifecycleResult, 'acts' | 'reads' | 'saving' | 'refused'>

async function oneCase(
  { clerk, head }: Record<'clerk' | 'head', Person>,
  materials: unknown[],
  tally: Tally,
  n: number,
): Promise<boolean> {
  const taken = await act(tally, (key) => clerk.post('/api/cases', intakeOf(materials, n), key))
  if (!taken) return false
  const caseNo = String(taken.caseNo)
  const id = encodeURIComponent(`case:${caseNo}`)
  const page = await read(tally, clerk, caseNo)
  const task = page.tasks[0]
  if (!task) return false
  await act(tally, () => clerk.post(`/api/tasks/${id}/${encodeURIComponent(task.key)}/claim`, {}))
  const path = page.before ? `/api/cases/${caseNo}/acts` : `/api/instances/${id}/acts`
  const accept = page.before ? { act: 'accept' } : { outcome: 'accept', data: {} }
  if (!(await act(tally, (key) => clerk.post(path, accept, key)))) return false
  await read(tally, clerk, caseNo)
  const reason = '申请人书面要求结束'
  const ground = { status: 'withdrawn', proof: '书面申请' }
  const ending = page.before
    ? { act: 'end', reason, data: { status: 'ended' } }
    : { message: 'propose-end', reason, data: ground }
  if (!(await act(tally, (key) => clerk.post(path, ending, key)))) return false
  const approval = { outcome: 'approve-end', data: {} }
  if (!page.before && !(await act(tally, (key) => head.post(path, approval, key)))) return false
  await read(tally, clerk, caseNo)
  return true
}

/** What the case's page reads; `before` is a checkout whose cases had acts and tasks of their own, to measure against. */
async function read(tally: Tally, clerk: Person, caseNo: string) {
  const began = performance.now()
  const { body } = await clerk.get(`/api/cases/${caseNo}`)
  const before = body.tasks !== undefined
  const held = before
    ? body
    : (await clerk.get(`/api/instances/${encodeURIComponent(`case:${caseNo}`)}`)).body
  tally.reads.push(performance.now() - began)
  return { before, tasks: held.tasks as { key: string }[] }
}

/** The answer's body, or undefined when it was refused. */
async function act(tally: Tally, send: (key: string) => Promise<Reply>): Promise<Reply['body'] | undefined> {
  const began = performance.now()
  const key = randomUUID()
  for (;;) {
    const { status, body } = await send(key)
    if (status === 202) tally.saving += 1
    else if (status === 503) tally.refused += 1
    else {
      tally.acts.push(performance.now() - began)
      if (status < 300) return body
      throw new Error(`${status} ${JSON.stringify(body)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

function intakeOf(materials: unknown[], n: number): object {
  return {
    itemCode: item,
    channel: 'window',
    applicant: company(n % 500),
    contact: { name: personName(n % 500), phone: phoneOf(n % 500) },
    legalRepresentative: personName((n + 5) % 500),
    address: `北京市海淀区中关村大街${1 + (n % 400)}号`,
    eDelivery: true,
    form: {},
    materials: (materials as { n: number; name: string }[]).map(({ n: place, name }) => ({
      n: place,
      name,
      state: 'present',
      files: [],
      paper: true,
    })),
  }
}
