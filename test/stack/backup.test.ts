import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../../scripts/stack/paths.ts'

const segment = (n: number): string =>
  `0000000100000000000000${n.toString(16).toUpperCase().padStart(2, '0')}`

/** The script with stand-ins for PostgreSQL's two programs: one leaves a backup with a label, the other writes down what it was asked. */
function workshop(first: string) {
  const dir = mkdtempSync(path.join(tmpdir(), 'banjian-backup-'))
  for (const folder of ['base', 'wal', 'bin']) mkdirSync(path.join(dir, folder))
  const program = (name: string, lines: string) => {
    const file = path.join(dir, 'bin', name)
    writeFileSync(file, `#!/bin/bash\nset -e\n${lines}\n`)
    chmodSync(file, 0o755)
  }
  program(
    'pg_basebackup',
    `while [ $# -gt 0 ]; do [ "$1" = --pgdata ] && to="$2"; shift; done
     work="$(mktemp -d)"; echo "START WAL LOCATION: 0/14000028 (file ${first})" > "$work/backup_label"
     tar -czf "$to/base.tar.gz" -C "$work" backup_label`,
  )
  program('pg_archivecleanup', `echo "$2" > ${dir}/cleaned`)
  const run = () =>
    spawnSync('bash', [path.join(ROOT, 'docker/postgres/base-backup.sh')], {
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${path.join(dir, 'bin')}:${process.env['PATH']}`,
        POSTGRES_USER: 'postgres',
        BACKUP_ROOT: dir,
        KEEP_BACKUPS: '3',
      },
    })
  return { dir, run, cleaned: () => readFileSync(path.join(dir, 'cleaned'), 'utf8').trim() }
}

function addBackup(dir: string, name: string, first: string): void {
  const to = path.join(dir, 'base', name)
  mkdirSync(to)
  writeFileSync(path.join(to, 'backup_label'), `START WAL LOCATION: 0/1 (file ${first})\n`)
  execFileSync('tar', ['-czf', path.join(to, 'base.tar.gz'), '-C', to, 'backup_label'])
}

describe('the base backup', () => {
  it('keeps the WAL that the oldest kept backup needs, though a standby left a younger backup file in the archive', () => {
    const { dir, run, cleaned } = workshop(segment(0x40))
    addBackup(dir, '20260101T000000Z', segment(0x10))
    addBackup(dir, '20260102T000000Z', segment(0x20))
    addBackup(dir, '20260103T000000Z', segment(0x30))
    // What building a standby leaves: newer than our oldest, and none of ours.
    for (const n of [0x20, 0x30, 0x38, 0x40])
      writeFileSync(path.join(dir, 'wal', `${segment(n)}.00000028.backup`), '')
    const { status, stderr } = run()
    assert.equal(status, 0, stderr)
    assert.equal(existsSync(path.join(dir, 'base', '20260101T000000Z')), false)
    assert.equal(cleaned(), segment(0x20))
  })

  it('leaves nothing half done behind, neither of an earlier run nor of one that fails', () => {
    const { dir, run } = workshop('not-a-segment')
    mkdirSync(path.join(dir, 'base', '20251231T000000Z.part'))
    assert.notEqual(run().status, 0)
    assert.deepEqual(
      readdirSync(path.join(dir, 'base')).filter((name) => name.endsWith('.part')),
      [],
    )
    assert.equal(existsSync(path.join(dir, 'cleaned')), false)
  })
})
