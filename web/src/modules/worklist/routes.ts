import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  {
    path: '/worklist',
    name: 'worklist',
    component: () => import('./list.vue'),
    meta: { title: '工作台', ...access.cases },
  },
  {
    path: '/cases',
    name: 'cases',
    component: () => import('./cases.vue'),
    meta: { title: '全部办件', ...access.cases },
  },
]
