import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  {
    path: '/inbox',
    name: 'inbox',
    component: () => import('./list.vue'),
    meta: { title: '站内消息' },
  },
  {
    path: '/inbox/told',
    name: 'inbox-told',
    component: () => import('./told.vue'),
    meta: { title: '告知记录', ...access.told },
  },
]
