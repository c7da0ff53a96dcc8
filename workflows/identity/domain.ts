/**
 * Who acts: roles, sides and scope. Pure; the server decides with it and the web draws with it.
 */

/** Role id → name on screen. */
export const roles = {
  clerk: '窗口人员',
  reviewer: '审查人员',
  head: '负责人',
  operator: '运营人员',
  manager: '管理人员',
  'bureau-staff': '委办局人员',
  administrator: '系统管理员',
} as const
export type Role = keyof typeof roles
export const roleIds = Object.keys(roles) as [Role, ...Role[]]

/** A service centre 政务服务中心, a deciding bureau 委办局, or the platform's own staff. */
export const sides = { centre: '政务服务中心', bureau: '委办局', platform: '平台' } as const
export type Side = keyof typeof sides

export const userStatuses = { active: '启用', disabled: '停用' } as const
export type UserStatus = keyof typeof userStatuses

/** A signed-in member of staff, as every route and record sees them. */
export interface Actor {
  id: number
  username: string
  name: string
  roles: Role[]
  side: Side
  /** GB/T 2260 code; 110000 is the whole city. */
  districtCode: string
  centreCode?: string
  bureauCode?: string
}

/** An applicant who has shown the case number and its query secret: sees that one case only. */
export interface Citizen {
  caseNo: string
}

/** Whoever is looking: staff by scope, an applicant by their own case. */
export type Viewer = { kind: 'staff'; actor: Actor } | { kind: 'citizen'; citizen: Citizen }

/** Wrong passwords in a row before the account is locked, and for how long. */
export const loginLimits = {
  attempts: 5,
  lockMinutes: 15,
  /** Failures longer ago are forgotten. */
  rememberHours: 24,
  idleMinutes: 30,
  absoluteHours: 12,
} as const

export function hasRole(actor: Pick<Actor, 'roles'>, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => actor.roles.includes(role))
}

/** Which side a person stands on follows from where they work. */
export function sideOf(place: { centreCode?: string | null; bureauCode?: string | null }): Side {
  if (place.centreCode) return 'centre'
  return place.bureauCode ? 'bureau' : 'platform'
}

/** Roles that are held at a service centre or a bureau only. */
const rolesOfPlaces: readonly Role[] = ['clerk', 'reviewer', 'head', 'bureau-staff']

/**
 * Why nobody can work like this, in Chinese; undefined when they can. City bureau 市局 and district service bureaus
 * 区政务局 are the platform's side: their staff have a district and neither centre nor bureau.
 */
export function placeFault(user: {
  roles: readonly Role[]
  centreCode?: string | null
  bureauCode?: string | null
}): string | undefined {
  if (user.centreCode && user.bureauCode) return '中心和委办局只能选择其一'
  const placed = Boolean(user.centreCode ?? user.bureauCode)
  if (placed && user.roles.includes('manager')) return '管理人员属于市局或区政务局，不能选择中心或委办局'
  const bound = rolesOfPlaces.filter((role) => user.roles.includes(role))
  if (!placed && bound.length > 0)
    return `${bound.map((role) => roles[role]).join('、')}须选择所在的中心或委办局`
  return undefined
}

/**
 * Whether somebody of the platform's side reads the cases of their district: operators, and the managers who supervise
 * it. The administrator runs the system and reads no cases (等保三级: 三权分立).
 */
export function readsCases(actor: Pick<Actor, 'roles'>): boolean {
  return hasRole(actor, 'operator', 'manager')
}

/**
 * The city sees all its districts, a district only itself. Codes are compared whole: the development area
 * (110115403000) runs as a district of its own although its code begins like 大兴区's.
 */
export function canSeeDistrict(actor: Pick<Actor, 'districtCode'>, districtCode: string): boolean {
  if (actor.districtCode === districtCode) return true
  return isCity(actor.districtCode) && districtCode.startsWith(actor.districtCode.slice(0, 2))
}

/** 110000: province-level code, the city as a whole. */
export function isCity(districtCode: string): boolean {
  return districtCode.length === 6 && districtCode.endsWith('0000')
}

/** Code of the city a district belongs to. */
export function cityOf(districtCode: string): string {
  return `${districtCode.slice(0, 2)}0000`
}

/** Whether the actor works at this centre or bureau; the platform's staff see by district alone. */
export function canSeePlace(actor: Actor, place: { centreCode?: string; bureauCode?: string }): boolean {
  if (actor.side === 'centre') return actor.centreCode === place.centreCode
  if (actor.side === 'bureau') return actor.bureauCode === place.bureauCode
  return true
}

/** Where the tasks of an actor's groups stand: their centre or bureau; their district on the platform's side. */
export function placeOfActor(actor: Pick<Actor, 'centreCode' | 'bureauCode' | 'districtCode'>): string {
  return actor.centreCode ?? actor.bureauCode ?? actor.districtCode
}

/**
 * Keys of the groups whose worklist an actor shares, e.g. `user:7`, `centre:C01:clerk`, `platform:110108:manager`. A
 * task's group is `<side>:<code>:<role>`; live events of topic `worklist` carry one of these keys.
 */
export function groupsOf(actor: Actor): string[] {
  const place = placeOfActor(actor)
  return [`user:${actor.id}`, ...actor.roles.map((role) => groupKey(actor.side, place, role))]
}

/** Group of a task: everyone with this role at this centre or bureau, or on the platform's side in this district. */
export function groupKey(side: Side, code: string, role: string): string {
  return `${side}:${code}:${role}`
}

/** A group's key, read again: a person, or side, place and role. */
export function parseGroupKey(key: string): { user: number } | { side: Side; code: string; role: string } {
  const [side = '', code = '', role = ''] = key.split(':')
  return side === 'user' ? { user: Number(code) } : { side: side as Side, code, role }
}

const passwordKinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]

/** Why a password is too weak, in Chinese; undefined when it holds (GB/T 22239-2019 8.1.4.1: length and mix). */
export function passwordWeakness(password: string, username: string): string | undefined {
  if (password.length < 10) return '密码至少 10 位'
  if (password.length > 128) return '密码最多 128 位'
  if (passwordKinds.filter((kind) => kind.test(password)).length < 3)
    return '密码须含大写字母、小写字母、数字、符号中的至少三种'
  if (username && password.toLowerCase().includes(username.toLowerCase())) return '密码不得包含用户名'
  if (/^(.)\1+$/.test(password)) return '密码过于简单'
  return undefined
}
