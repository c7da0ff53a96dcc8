/** The list of users: its total and its file. */
import type { Router } from 'express'
import type { z } from 'zod'
import { timeText } from '../../../workflows/clock/day.ts'
import { roles, userStatuses } from '../../../workflows/identity/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { exportRoute } from '../../export.ts'
import { pagesOf } from '../../paging.ts'
import { notesOf } from '../../export-list.ts'
import type { ExportColumn } from '../../export-list.ts'
import { totalRoute } from '../../total.ts'
import { countUsers, listUsers } from '../../records/identity/identity.ts'
import type { UserRow } from '../../records/identity/identity.ts'
import * as schema from './schema.ts'

const columns: ExportColumn<UserRow>[] = [
  { title: '用户名', cell: (row) => row.username },
  { title: '姓名', cell: (row) => row.name },
  { title: '角色', width: 30, cell: (row) => row.roles.map((role) => roles[role]).join('、') },
  { title: '辖区', cell: (row) => row.districtCode },
  { title: '中心', cell: (row) => row.centreCode },
  { title: '委办局', cell: (row) => row.bureauCode },
  { title: '状态', width: 10, cell: (row) => userStatuses[row.status] },
  { title: '建立时间', cell: (row) => timeText(row.createdAt) },
]

export function userTools(router: Router, deps: AppDeps): void {
  const list = { name: '用户', tags: ['用户'], roles: ['administrator'], filter: schema.userFilter } as const
  totalRoute(router, deps, {
    ...list,
    path: '/api/users/total',
    count: ({ db }, _actor, { filter, most }) => countUsers(db, filter, most),
  })
  exportRoute(router, deps, {
    ...list,
    path: '/api/users/export',
    audit: { action: 'user.export', objectType: 'user-list' },
    columns,
    pages: ({ db }, _actor, filter) =>
      pagesOf(
        (after: number | undefined, limit) => listUsers(db, filter, { after, limit }),
        ({ id }) => id,
      ),
    words,
    auditOf: ({ q, only, ...codes }) => ({ ...codes, searched: q !== undefined, marked: only?.length }),
  })
}

const words = ({ q, role, status, only }: z.output<typeof schema.userFilter>) =>
  notesOf([
    ['所选', only && `${only.length} 人`],
    ['按词搜索', q !== undefined && '是'],
    ['角色', role && roles[role]],
    ['状态', status && userStatuses[status]],
  ])
