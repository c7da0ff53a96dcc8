import type { UserStatus } from '../../../../workflows/identity/domain'
import { http } from '../../api/http'
import type { Body, RowOf } from '../../api/types'
import { itemsPage, type Page } from '../../components/keyset'
import type { Values } from '../../components/list/filter'

export type UserRow = RowOf<'/api/users'>
export type NewUser = Body<'/api/users', 'post'>
export type UserChange = Body<'/api/users/{id}', 'patch'>

export const listUsers = (
  query: Values,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<UserRow>> => itemsPage<UserRow>('/users', { ...query, cursor }, signal)
export const createUser = (user: NewUser) => http.post<UserRow>('/users', user)
export const changeUser = (id: number, change: UserChange) => http.patch<UserRow>(`/users/${id}`, change)
export const setStatus = (id: number, status: UserStatus) => changeUser(id, { status })
export const resetPassword = (id: number, password: string) => http.put(`/users/${id}/password`, { password })
export const unlock = (id: number) => http.delete(`/users/${id}/lock`)
