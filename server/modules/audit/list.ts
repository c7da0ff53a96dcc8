/** The audit as a list: its total and its file. */
import type { Router } from 'express'
import { timeText } from '../../../workflows/clock/day.ts'
import type { AppDeps } from '../../deps.ts'
import { exportRoute } from '../../export.ts'
import { pagesOf } from '../../paging.ts'
import { notesOf } from '../../export-list.ts'
import type { ExportColumn } from '../../export-list.ts'
import { countAudit, listAudit } from '../../records/audit/audit.ts'
import type { AuditRow } from '../../records/audit/audit.ts'
import { totalRoute } from '../../total.ts'
import * as schema from './schema.ts'

const outcomes = { ok: '成功', refused: '被拒', failed: '失败' }
const columns: ExportColumn<AuditRow>[] = [
  { title: '时间', cell: (row) => timeText(row.at) },
  { title: '操作人', cell: (row) => row.username },
  { title: '操作', width: 24, cell: (row) => row.action },
  { title: '对象类型', cell: (row) => row.objectType },
  { title: '对象', width: 30, cell: (row) => row.objectId },
  { title: '内容', width: 40, cell: ({ detail }) => (detail ? JSON.stringify(detail) : null) },
  { title: '地址', cell: (row) => row.address },
  { title: '结果', width: 8, cell: (row) => outcomes[row.outcome] },
]

export function auditTools(router: Router, deps: AppDeps): void {
  const list = { name: '审计', tags: ['审计'], roles: ['administrator'], filter: schema.auditFilter } as const
  totalRoute(router, deps, {
    ...list,
    path: '/api/audit/total',
    count: ({ db }, _actor, { filter, most }) => countAudit(db, filter, most),
  })
  exportRoute(router, deps, {
    ...list,
    path: '/api/audit/export',
    audit: { action: 'audit.export', objectType: 'audit-list' },
    columns,
    pages: ({ db }, _actor, filter) =>
      pagesOf(
        (before: number | undefined, limit) => listAudit(db, filter, { before, limit }),
        ({ id }) => id,
      ),
    words: ({ objectId, action, outcome, from, to, only }) =>
      notesOf([
        ['所选', only && `${only.length} 条`],
        ['对象', objectId],
        ['操作', action],
        ['结果', outcome && outcomes[outcome]],
        ['时间', (from || to) && `${from ? timeText(from) : '不限'} 至 ${to ? timeText(to) : '不限'}`],
      ]),
    auditOf: ({ only, ...codes }) => ({ ...codes, marked: only?.length }),
  })
}
