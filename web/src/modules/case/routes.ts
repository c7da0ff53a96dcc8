import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/cases/:no',
    name: 'case',
    component: () => import('./detail.vue'),
    props: true,
    meta: { title: '办件' },
  },
]
