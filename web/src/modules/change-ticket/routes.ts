import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  {
    path: '/change-tickets',
    component: () => import('./list.vue'),
    meta: { title: '变更工单', ...access.tickets },
  },
  {
    path: '/change-tickets/:no',
    component: () => import('./detail.vue'),
    props: true,
    meta: { title: '变更工单' },
  },
]
