import { computed, reactive } from 'vue'
import type { Role, Side } from '../../workflows/identity/domain'
import { http, setCsrf } from './api/http'

/** The signed-in member of staff as the server tells it, with the names of their place. */
export interface Actor {
  id: number
  username: string
  name: string
  roles: Role[]
  side: Side
  districtCode: string
  districtName?: string
  centreCode?: string
  centreName?: string
  bureauCode?: string
  bureauName?: string
}
interface Answer {
  user: Actor | null
  csrf: string
}

export const session = reactive({ user: null as Actor | null, known: false })

export const place = computed(() => session.user?.centreName ?? session.user?.bureauName ?? '平台')

function take(answer: Answer): void {
  session.user = answer.user
  session.known = true
  setCsrf(answer.csrf)
}

/** Asks the server once who is signed in. */
export async function loadSession(): Promise<void> {
  take(await http.get<Answer>('/session'))
}

export async function login(username: string, password: string): Promise<void> {
  if (!session.known) await loadSession()
  take(await http.post<Answer>('/session', { username, password }))
}

export async function logout(): Promise<void> {
  await http.delete('/session')
  session.user = null
  session.known = false
}

export function may(roles?: readonly Role[], side?: Side): boolean {
  if (!session.user) return false
  if (side && session.user.side !== side) return false
  return !roles || roles.some((role) => session.user!.roles.includes(role))
}
