/** What a stretch of work cost: CPU by process, SQL statements, WAL. */
import { readdirSync, readFileSync } from 'node:fs'
import type { BenchOffice } from './office.ts'
import { withClient } from '../stack/postgres.ts'

export interface Cost {
  /** ms of user and system time, by process. */
  cpu: Record<string, number>
  /** Statements of our own database, begin and commit counted. */
  ours: number
  temporals: number
  walBytes: number
  seconds: number
}

const msPerTick = 10

/** Starts measuring; the answer tells what was spent since. */
export async function startMeasuring(office: BenchOffice): Promise<() => Promise<Cost>> {
  const before = await snapshot(office)
  const began = performance.now()
  return async () => {
    const after = await snapshot(office)
    const cpu = Object.fromEntries(
      Object.entries(after.cpu).map(([name, ms]) => [name, ms - (before.cpu[name] ?? 0)]),
    )
    return {
      cpu,
      ours: after.ours - before.ours,
      temporals: after.temporals - before.temporals,
      walBytes: after.wal - before.wal,
      seconds: (performance.now() - began) / 1_000,
    }
  }
}

async function snapshot({ databaseUrl, stack, processes }: BenchOffice) {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query(`
      select coalesce(sum(calls) filter (where d.datname = 'banjian'), 0)::float as ours,
             coalesce(sum(calls) filter (where d.datname like 'temporal%'), 0)::float as temporals,
             pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float as wal
      from pg_stat_statements s join pg_database d on d.oid = s.dbid`),
  )
  const cpu: Record<string, number> = {}
  for (const [name, child] of Object.entries(processes)) cpu[name] = cpuOf(child.pid)
  cpu['temporal'] = cpuOf(stack.temporal.child().pid)
  cpu['postgres'] = cpuOf(stack.pg.child().pid)
  return { cpu, ...(rows[0] as { ours: number; temporals: number; wal: number }) }
}

/** CPU of a process, its living children and those it has waited for. */
function cpuOf(pid: number): number {
  let ticks = 0
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(entry)
    if (!fields) continue
    const [parent, utime, stime, cutime, cstime] = [1, 11, 12, 13, 14].map((n) => Number(fields[n]))
    if (Number(entry) === pid) ticks += utime! + stime! + cutime! + cstime!
    else if (parent === pid) ticks += utime! + stime!
  }
  return ticks * msPerTick
}

/** Fields of /proc/<pid>/stat after the command's name: state, parent, …; undefined when the process is gone. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
