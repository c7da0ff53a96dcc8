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
    path: '/processes/:key/compare',
    name: 'process-compare',
    component: () => import('./compare.vue'),
    meta: { title: '版本比较', roles: access.process.roles },
  },
  {
    path: '/drawings',
    name: 'drawings',
    component: () => import('./editor/list.vue'),
    meta: { title: '流程设计', roles: access.process.roles },
  },
  {
    path: '/drawings/:id',
    name: 'drawing',
    component: () => import('./editor/detail.vue'),
    meta: { title: '流程设计', roles: access.process.roles, full: true },
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
