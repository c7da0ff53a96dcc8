import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/home', name: 'home', component: () => import('./index.vue'), meta: { title: '首页' } },
]
