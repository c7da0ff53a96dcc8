import type { Role, UserStatus } from '../../../../workflows/identity/domain'
import { http } from '../../api/http'
import { itemsPage } from '../../components/keyset'

export interface UserRow {
  id: number
  username: string
  name: string
  phone: string | null
  status: UserStatus
  districtCode: string
  centreCode: string | null
  bureauCode: string | null
  lockedUntil: string | null
  createdAt: string
  roles: Role[]
}
export interface UserForm {
  username: string
  name: string
  phone: string
  districtCode: string
  centreCode: string
  bureauCode: string
  roles: Role[]
  password: string
}
export interface UserQuery {
  q?: string
  role?: string
  status?: string
}

export const listUsers = (query: UserQuery & { cursor: string | null }, signal: AbortSignal) =>
  itemsPage<UserRow>('/users', { ...query, limit: 50 }, signal)

export function createUser(form: UserForm) {
  const { phone, centreCode, bureauCode, ...rest } = form
  return http.post<UserRow>('/users', {
    ...rest,
    ...(phone && { phone }),
    ...(centreCode && { centreCode }),
    ...(bureauCode && { bureauCode }),
  })
}
export function changeUser(id: number, form: UserForm) {
  const { name, phone, districtCode, centreCode, bureauCode, roles } = form
  return http.patch<UserRow>(`/users/${id}`, {
    name,
    roles,
    districtCode,
    phone: phone || null,
    centreCode: centreCode || null,
    bureauCode: bureauCode || null,
  })
}
export const setStatus = (id: number, status: UserStatus) => http.patch<UserRow>(`/users/${id}`, { status })
export const resetPassword = (id: number, password: string) => http.put(`/users/${id}/password`, { password })
