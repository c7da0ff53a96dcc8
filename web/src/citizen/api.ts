import { EventHub } from '../api/events'
import { http, setCsrf } from '../api/http'
import type { CitizenCase } from './model'

export const citizenEvents = new EventHub('/api/citizen/events')
export const uploadsPath = '/api/citizen/uploads'

interface SessionAnswer {
  csrf: string
  citizen?: { caseNo: string } | null
}

/** Whether this phone has shown the secret before. */
export async function currentCase(): Promise<string | null> {
  const answer = await http.get<SessionAnswer>('/citizen/session')
  setCsrf(answer.csrf)
  return answer.citizen?.caseNo ?? null
}

export async function login(caseNo: string, secret: string): Promise<void> {
  const answer = await http.post<SessionAnswer>('/citizen/session', { caseNo, secret })
  setCsrf(answer.csrf)
}

export const logout = (): Promise<unknown> => http.delete('/citizen/session')
export const getCase = (): Promise<CitizenCase> => http.get('/citizen/case')
export const addFile = (material: string, fileId: string): Promise<unknown> =>
  http.post(`/citizen/materials/${encodeURIComponent(material)}/files`, { fileId })
export const removeFile = (material: string, fileId: string): Promise<unknown> =>
  http.delete(`/citizen/materials/${encodeURIComponent(material)}/files/${encodeURIComponent(fileId)}`)

/** @param key one per intent: on a bad network the same press of the button arrives once */
export const handIn = (key: string): Promise<{ complete: boolean }> =>
  http.post('/citizen/hand-in', {}, { key })
export const withdraw = (reason: string, key: string): Promise<unknown> =>
  http.post('/citizen/withdraw', { reason }, { key })
