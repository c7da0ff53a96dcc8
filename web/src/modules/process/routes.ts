import type { RouteRecordRaw } from 'vue-router'
import { access } from '../../shell/menu'

export const routes: RouteRecordRaw[] = [
  {
    path: '/processes',
    name: 'processes',
    component: () => import('./list.vue'),
    meta: { title: '流程定义', roles: access.process.roles },
  },
  {
    path: '/processes/:key',
    name: 'process',
    component: () => import('./detail.vue'),
    meta: { title: '流程', roles: access.process.roles },
  },
  {
    path: '/definition-mappings',
    name: 'definition-mappings',
    component: () => import('./mapping.vue'),
    meta: { title: '流程映射', roles: access.process.roles },
  },
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./incidents.vue'),
    meta: { title: '流程异常', roles: access.process.roles },
  },
]
