import { dateTime } from '../../format'
import type { Column } from '../../components/table'
import type { AuditRow } from './api'

export const outcomes = {
  ok: { name: '成功', tone: 'success' },
  refused: { name: '被拒', tone: 'warning' },
  failed: { name: '失败', tone: 'danger' },
} as const

export const columns: Column<AuditRow>[] = [
  { key: 'at', title: '时间', width: '150px', text: (row) => dateTime(row.at), card: 'title' },
  { key: 'username', title: '操作人', width: '140px', text: (row) => personOf(row) },
  { key: 'action', title: '操作', width: '200px' },
  {
    key: 'objectId',
    title: '对象',
    width: '220px',
    text: (row) => [row.objectType, row.objectId].filter(Boolean).join(' '),
  },
  { key: 'detail', title: '内容' },
  { key: 'address', title: '地址', width: '140px', wide: true },
  { key: 'outcome', title: '结果', width: '80px', card: 'side' },
]

function personOf(row: AuditRow): string {
  if (row.username === 'system') return '系统'
  if (row.username?.startsWith('citizen:')) return '申请人'
  return row.username ?? '未登录'
}
