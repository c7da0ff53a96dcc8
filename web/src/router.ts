import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Role, Side } from '../../workflows/identity/domain'
import { ApiError, onUnauthorized } from './api/http'
import { routes as audit } from './modules/audit/routes'
import { routes as caseRoutes } from './modules/case/routes'
import { routes as changeTicket } from './modules/change-ticket/routes'
import { routes as clock } from './modules/clock/routes'
import { routes as home } from './modules/home/routes'
import { login, routes as identity } from './modules/identity/routes'
import { routes as intake } from './modules/intake/routes'
import { routes as item } from './modules/item/routes'
import { routes as notification } from './modules/notification/routes'
import { routes as process } from './modules/process/routes'
import { routes as worklist } from './modules/worklist/routes'
import { loadSession, may, session } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Open without a login. */
    open?: boolean
    /** Who the page is for; the server decides, this only spares people a refusal. */
    roles?: readonly Role[]
    sides?: readonly Side[]
    /** The page fills the window, without the usual margin. */
    full?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  ...home,
  ...notification,
  ...worklist,
  ...intake,
  ...caseRoutes,
  ...item,
  ...changeTicket,
  ...process,
  ...clock,
  ...identity,
  ...audit,
  // The samples of the kit are no page of the product: a build leaves them out.
  ...(import.meta.env.DEV
    ? [{ path: '/kit', component: () => import('./kit/samples.vue'), meta: { title: '组件样例' } }]
    : []),
  {
    path: '/refused',
    name: 'refused',
    component: () => import('./shell/Refused.vue'),
    meta: { title: '无权查看' },
  },
  {
    path: '/:rest(.*)*',
    name: 'missing',
    component: () => import('./shell/Missing.vue'),
    meta: { title: '没有这个页面' },
  },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    login,
    { path: '/', component: () => import('./shell/Shell.vue'), redirect: '/home', children: pages },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (!session.known) {
    try {
      await loadSession()
    } catch (error) {
      // The login page says that the service cannot be reached; any other failure is not for the router.
      if (!(error instanceof ApiError)) throw error
      return to.name === 'login' ? true : { name: 'login', query: { next: to.fullPath, away: '1' } }
    }
  }
  if (to.meta.open) return true
  if (!session.user) return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  return may(to.meta.roles, to.meta.sides) || { name: 'refused' }
})

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} · 办件通` : '办件通'
})

onUnauthorized(() => {
  const here = router.currentRoute.value
  if (here.meta.open) return
  session.user = null
  session.known = false
  void router.replace({ name: 'login', query: { next: here.fullPath, over: '1' } })
})
