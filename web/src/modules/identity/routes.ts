import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const login: RouteRecordRaw = {
  path: '/login',
  name: 'login',
  component: () => import('./login.vue'),
  meta: { title: '登录', open: true },
}

export const routes: RouteRecordRaw[] = [
  {
    path: '/users',
    name: 'users',
    component: () => import('./list.vue'),
    meta: { title: '用户', ...access.users },
  },
]
