import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  {
    path: '/intake',
    name: 'intake',
    component: () => import('./list.vue'),
    meta: { title: '收件', ...access.intake },
  },
  {
    path: '/intake/:id',
    name: 'intake-draft',
    component: () => import('./detail.vue'),
    props: true,
    meta: { title: '收件', ...access.intake },
  },
]
