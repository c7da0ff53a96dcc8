import assert from 'node:assert/strict'
import { ESLint, type Linter } from 'eslint'
import tseslint from 'typescript-eslint'

// By URL: a plain import of a .js file without declarations is an error of types.
const { default: config } = (await import(new URL('../../eslint.config.js', import.meta.url).href)) as {
  default: Linter.Config[]
}

/** The project's own configuration without the rules that need types: those would load the whole program for each sample. */
function withoutTypes(entries: Linter.Config[]): Linter.Config[] {
  return entries.map((entry) => {
    const rules = Object.entries(entry.rules ?? {}).filter(
      ([name]) => !name.startsWith('@typescript-eslint/'),
    )
    const parserOptions = entry.languageOptions?.['parserOptions'] as { project?: string } | undefined
    const typed = parserOptions?.project !== undefined
    return {
      ...entry,
      ...(entry.rules ? { rules: Object.fromEntries(rules) } : {}),
      ...(typed ? { languageOptions: { parser: tseslint.parser as Linter.Parser } } : {}),
    }
  })
}

const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: withoutTypes(config) })

/** The rules a text breaks in a file of that name. */
async function broken(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath })
  return (result?.messages ?? []).map((message) => message.ruleId)
}

const TIME = 'no-restricted-syntax'
const ROOMS = 'banjian/rooms'
const SQL = 'banjian/sql-in-records'
const NOUN = 'banjian/noun-literal'
const CYCLE = 'banjian/no-cycle'

/** file, text, the rules it breaks */
const SAMPLES: [string, string, string[]][] = [
  ['workflows/case/domain.ts', "import { x } from '../clock/domain.ts'", []],
  ['workflows/case/domain.ts', "import { x } from '../process/workflow.ts'", [ROOMS]],
  ['workflows/case/domain.ts', "import { condition } from '@temporalio/workflow'", [ROOMS]],
  ['workflows/process/x.ts', "import type { A } from '../../activities/process/activities.ts'", []],
  ['workflows/process/x.ts', "import { A } from '../../activities/process/activities.ts'", [ROOMS]],
  ['workflows/process/x.ts', "import { readFile } from 'node:fs/promises'", [ROOMS]],
  ['workflows/process/x.ts', "import { db } from '../../server/db.ts'", [ROOMS]],
  ['activities/case/x.ts', "import * as cases from '../../server/records/case/case.ts'", []],
  ['activities/case/x.ts', "import { x } from '../../server/modules/case/act-service.ts'", [ROOMS]],
  ['activities/case/x.ts', "import { x } from '../../workflows/process/workflow.ts'", [ROOMS]],
  ['activities/case/x.ts', "import { Client } from '@temporalio/client'", [ROOMS]],
  ['server/modules/case/service.ts', "import { x } from '../../../workflows/clock/calculator.ts'", []],
  ['server/modules/case/service.ts', "import { x } from '../../../activities/case/step.ts'", [ROOMS]],
  ['server/modules/case/service.ts', "import { Worker } from '@temporalio/worker'", [ROOMS]],
  ['web/src/x.ts', "import { x } from '../../workflows/case/domain'", []],
  ['web/src/x.ts', "import { x } from '../../workflows/process/messages'", [ROOMS]],
  ['web/src/x.ts', "import { x } from '../../server/db'", [ROOMS]],
  ['worker/x.ts', "import { x } from '../server/modules/case/routes.ts'", [ROOMS]],
  ['migrations/x.ts', "import { x } from '../server/db.ts'", [ROOMS]],
  ['server/modules/case/x.ts', "export const rows = (db: any) => db('case_record')", [SQL]],
  ['server/modules/case/x.ts', 'export const rows = (deps: any) => deps.db.raw(`select 1`)', [SQL]],
  ['activities/case/x.ts', "export const rows = (trx: any) => trx('case_record')", [SQL]],
  ['server/records/case/x.ts', "export const rows = (db: any) => db('case_record')", []],
  ['server/modules/worklist/x.ts', 'export const id = (no: string) => `case:${no}`', [NOUN]],
  ['server/records/worklist/x.ts', "export const mine = 'case:%'", [NOUN]],
  ['web/src/x.ts', "export const prefix = 'case:'", [NOUN]],
  ['test/case/x.ts', 'export const id = (no: string) => `case:${no}`', []],
  ['workflows/process/model.ts', "import type { Wait } from './people.ts'", [CYCLE]],
  ['workflows/clock/x.ts', 'export const at = new Date()', [TIME]],
  ['workflows/clock/x.ts', 'export const at = Date.now()', [TIME]],
  ['workflows/clock/x.ts', 'export const key = Math.random()', [TIME]],
  ['workflows/clock/x.ts', "export const at = new Date('2026-01-01')", []],
  ['activities/case/x.ts', 'export const at = new Date().toISOString()', [TIME]],
  ['server/records/case/case.ts', 'export const at = (knex: any) => knex.fn.now()', [TIME]],
  ['server/records/case/live.ts', 'export const sql = `update c set closed_at = now()`', [TIME]],
  ['server/records/case/live.ts', "export const sql = 'select current_date'", [TIME]],
  ['server/modules/case/service.ts', 'export const soon = Date.now() + 500', []],
  ['migrations/x.ts', 'export const sql = `recorded_at timestamptz not null default now()`', []],
  ['migrations/x.ts', 'export const sql = `accepted_at timestamptz not null default now()`', [TIME]],
  [
    'migrations/x.ts',
    "export const up = (t: any, k: any) => t.timestamp('recorded_at').defaultTo(k.fn.now())",
    [],
  ],
  [
    'migrations/x.ts',
    "export const up = (t: any, k: any) => t.timestamp('due_at').defaultTo(k.fn.now())",
    [TIME],
  ],
]

describe('lint', () => {
  for (const [file, text, rules] of SAMPLES) {
    it(`${rules.length ? `refuses (${rules.join()})` : 'accepts'} in ${file}: ${text}`, async () => {
      assert.deepEqual(await broken(file, text), rules)
    })
  }
})
