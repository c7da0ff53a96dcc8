import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  { path: '/items', name: 'items', component: () => import('./list.vue'), meta: { title: '事项目录' } },
  {
    path: '/entrustments',
    name: 'entrustments',
    component: () => import('./entrustments.vue'),
    meta: { title: '委托协议', ...access.entrustments },
  },
]
