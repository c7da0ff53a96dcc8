import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/processes',
    name: 'processes',
    component: () => import('./list.vue'),
    meta: { title: '流程定义' },
  },
  {
    path: '/processes/:key',
    name: 'process',
    component: () => import('./detail.vue'),
    props: true,
    meta: { title: '流程' },
  },
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./incidents.vue'),
    meta: { title: '流程异常' },
  },
]
