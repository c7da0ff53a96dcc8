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

interface Named {
  code: string
  name: string
}
/** Names of codes; empty until the directory was read. */
const names = reactive(new Map<string, string>())
const named = (code: string | undefined) => (code ? (names.get(code) ?? '') : '')

/** Where the person works and the district they see, always on screen. */
export const place = computed(() => {
  const { user } = session
  return user?.centreName ?? user?.bureauName ?? (named(user?.centreCode ?? user?.bureauCode) || '平台')
})
export const district = computed(() => session.user?.districtName ?? named(session.user?.districtCode))

/** Tells the names of places to the pages that were given only codes. */
export function learnPlaces(...lists: Named[][]): void {
  for (const { code, name } of lists.flat()) names.set(code, name)
}

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

/** Ends the other sessions of this person; this browser goes on with a new one. */
export async function changePassword(current: string, next: string): Promise<void> {
  take(await http.put<Answer>('/session/password', { current, next }))
}

export async function logout(): Promise<void> {
  await http.delete('/session')
  session.user = null
  session.known = false
}

export function may(roles?: readonly Role[], sides?: readonly Side[]): boolean {
  if (!session.user) return false
  if (sides && !sides.includes(session.user.side)) return false
  return !roles || roles.some((role) => session.user!.roles.includes(role))
}
