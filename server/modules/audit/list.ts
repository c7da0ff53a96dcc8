/** The audit as a list: its total and its file. */
import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { exportRoute } from '../../export.ts'
import { pagesOf } from '../../paging.ts'
import { countAudit, listAudit } from '../../records/audit/audit.ts'
import { totalRoute } from '../../total.ts'
import { auditColumns, auditFilterWords } from './export.ts'
import * as schema from './schema.ts'

export function auditTools(router: Router, deps: AppDeps): void {
  const list = {
    name: '审计记录',
    tags: ['审计'],
    roles: ['administrator'],
    filter: schema.auditFilter,
  } as const
  totalRoute(router, deps, {
    ...list,
    path: '/api/audit/total',
    count: ({ db }, _actor, { filter, most }) => countAudit(db, filter, most),
  })
  exportRoute(router, deps, {
    ...list,
    path: '/api/audit/export',
    audit: { action: 'audit.export', objectType: 'audit-list' },
    columns: auditColumns,
    pages: ({ db }, _actor, filter) =>
      pagesOf(
        (before: number | undefined, limit) => listAudit(db, filter, { before, limit }),
        ({ id }) => id,
      ),
    words: auditFilterWords,
    // A name in the filter is a person's: the audit says that one was asked for.
    auditOf: ({ who, only, ...asked }) => ({ ...asked, searched: who !== undefined, marked: only?.length }),
  })
}
