import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  {
    path: '/calendars/:year(\\d{4})?',
    name: 'calendars',
    component: () => import('./calendar.vue'),
    props: (route) => ({ year: route.params.year ? Number(route.params.year) : undefined }),
    meta: { title: '工作日历', ...access.calendars },
  },
  {
    path: '/reminders',
    name: 'reminders',
    component: () => import('./reminders.vue'),
    meta: { title: '时限提醒', ...access.reminders },
  },
]
