import type { Component } from 'vue'
import type { Role, Side } from '../../../workflows/identity/domain'
import {
  Bell,
  Brush,
  Calendar,
  Connection,
  Document,
  EditPen,
  Files,
  House,
  List,
  Message,
  Notebook,
  Share,
  Switch,
  Tickets,
  User,
  Warning,
} from '@element-plus/icons-vue'

export interface MenuEntry {
  title: string
  to: string
  icon: Component
  roles?: readonly Role[]
  sides?: readonly Side[]
}
export interface MenuGroup {
  title: string
  entries: MenuEntry[]
}

/** Who sees what; the same lists stand in the routes, the server has the last word. */
export const access = {
  /** The administrator runs the system and reads no cases. */
  cases: { roles: ['clerk', 'reviewer', 'head', 'operator', 'manager', 'bureau-staff'] },
  intake: { roles: ['clerk', 'head'], sides: ['centre'] },
  /** A ticket belongs to a bureau and its district, to no centre. */
  tickets: { roles: ['operator', 'manager', 'bureau-staff', 'head'], sides: ['bureau', 'platform'] },
  entrustments: { roles: ['administrator', 'operator', 'head'] },
  process: { roles: ['administrator', 'operator'] },
  calendars: { roles: ['administrator', 'operator'] },
  reminders: { roles: ['administrator', 'operator'] },
  users: { roles: ['administrator'] },
  /** Who was told of the records of one's area. */
  told: { roles: ['operator', 'manager'] },
  audit: { roles: ['administrator'] },
} as const satisfies Record<string, { roles: readonly Role[]; sides?: readonly Side[] }>

/** By job, in the order of a day at the counter. */
const menu: MenuGroup[] = [
  {
    title: '我的',
    entries: [
      { title: '首页', to: '/home', icon: House },
      { title: '站内消息', to: '/inbox', icon: Message },
    ],
  },
  {
    title: '办件',
    entries: [
      { title: '工作台', to: '/worklist', icon: List, ...access.cases },
      { title: '收件', to: '/intake', icon: EditPen, ...access.intake },
      { title: '全部办件', to: '/cases', icon: Files, ...access.cases },
    ],
  },
  {
    title: '事项',
    entries: [
      { title: '事项目录', to: '/items', icon: Document },
      { title: '变更工单', to: '/change-tickets', icon: Tickets, ...access.tickets },
      { title: '委托协议', to: '/entrustments', icon: Connection, ...access.entrustments },
    ],
  },
  {
    title: '流程',
    entries: [
      { title: '流程定义', to: '/processes', icon: Share, ...access.process },
      { title: '流程设计', to: '/drawings', icon: Brush, ...access.process },
      { title: '流程映射', to: '/definition-mappings', icon: Switch, ...access.process },
      { title: '异常', to: '/incidents', icon: Warning, ...access.process },
    ],
  },
  {
    title: '系统',
    entries: [
      { title: '工作日历', to: '/calendars', icon: Calendar, ...access.calendars },
      { title: '时限提醒', to: '/reminders', icon: Bell, ...access.reminders },
      { title: '用户', to: '/users', icon: User, ...access.users },
      { title: '审计', to: '/audit', icon: Notebook, ...access.audit },
    ],
  },
]

/** What this person may open, group by group. */
export function menuOf(may: (roles?: readonly Role[], sides?: readonly Side[]) => boolean): MenuGroup[] {
  return menu
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => may(entry.roles, entry.sides)) }))
    .filter((group) => group.entries.length)
}
