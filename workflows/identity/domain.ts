/**
 * Who acts: roles, sides and scope. Pure; the server decides with it and the web draws with it.
 */

/** Role id → name on screen. */
export const roles = {
  clerk: '窗口人员',
  reviewer: '审查人员',
  head: '负责人',
  operator: '运营人员',
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
export const loginLimits = { attempts: 5, lockMinutes: 15, idleMinutes: 30, absoluteHours: 12 } as const

export function hasRole(actor: Pick<Actor, 'roles'>, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => actor.roles.includes(role))
}

/** Which side a person stands on follows from where they work. */
export function sideOf(place: { centreCode?: string | null; bureauCode?: string | null }): Side {
  if (place.centreCode) return 'centre'
  return place.bureauCode ? 'bureau' : 'platform'
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

/** Whether the actor works at this centre or bureau; the platform's staff see by district alone. */
export function canSeePlace(actor: Actor, place: { centreCode?: string; bureauCode?: string }): boolean {
  if (actor.side === 'centre') return actor.centreCode === place.centreCode
  if (actor.side === 'bureau') return actor.bureauCode === place.bureauCode
  return true
}

/**
 * Keys of the groups whose worklist an actor shares, e.g. `user:7`, `centre:C01:clerk`. A task's group is
 * `<side>:<code>:<role>`; live events of topic `worklist` carry one of these keys.
 */
export function groupsOf(actor: Actor): string[] {
  const place = actor.centreCode ?? actor.bureauCode
  const shared = place ? actor.roles.map((role) => groupKey(actor.side, place, role)) : []
  return [`user:${actor.id}`, ...shared]
}

/** Group of a task: everyone with this role at this centre or bureau. */
export function groupKey(side: Side, code: string, role: string): string {
  return `${side}:${code}:${role}`
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
