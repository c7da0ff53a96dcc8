import type { Knex } from 'knex'
import { roleIds, sideOf } from '../../../workflows/identity/domain.ts'
import type { Actor, Role, UserStatus } from '../../../workflows/identity/domain.ts'
import type { Db, Trx } from '../../db.ts'
import { countRows } from '../count.ts'
import { containing } from '../like.ts'

/** A row of app_user with its roles, without the password. */
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

const columns = {
  id: 'u.id',
  username: 'u.username',
  name: 'u.name',
  phone: 'u.phone',
  status: 'u.status',
  districtCode: 'u.district_code',
  centreCode: 'u.centre_code',
  bureauCode: 'u.bureau_code',
  lockedUntil: 'u.locked_until',
  createdAt: 'u.created_at',
}
const rolesOf = `ARRAY(SELECT r.role FROM user_role r WHERE r.user_id = u.id ORDER BY r.role) AS roles`

function users(db: Db) {
  return db('app_user as u').select(columns).select(db.raw(rolesOf))
}

/** The person behind a session; undefined once disabled or gone. */
export async function findActor(db: Db, id: number): Promise<Actor | undefined> {
  const row = (await users(db).where({ 'u.id': id, 'u.status': 'active' }).first()) as UserRow | undefined
  return row && toActor(row)
}

/** Several people by id, for names in lists and timelines; disabled ones too. */
export async function findUsers(db: Db, ids: number[]): Promise<UserRow[]> {
  return users(db).whereIn('u.id', ids)
}

export async function findUser(db: Db, id: number): Promise<UserRow | undefined> {
  return users(db).where('u.id', id).first()
}

/** The account, held until the transaction ends: two changes of one person stand in line. */
export async function lockUser(trx: Trx, id: number): Promise<UserRow | undefined> {
  return users(trx).where('u.id', id).forUpdate('u').first()
}

export async function findUserByName(db: Db, username: string): Promise<UserRow | undefined> {
  return users(db).whereRaw('lower(u.username) = lower(?)', [username]).first()
}

export function toActor(row: UserRow): Actor {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    roles: row.roles.filter((role) => roleIds.includes(role)),
    side: sideOf(row),
    districtCode: row.districtCode,
    ...(row.centreCode && { centreCode: row.centreCode }),
    ...(row.bureauCode && { bureauCode: row.bureauCode }),
  }
}

export interface LoginRow {
  id: number
  username: string
  passwordHash: string
  status: UserStatus
  failedAttempts: number
  lockedUntil: string | null
  failedAt: string | null
}

/** Wrong passwords in a row for one name. */
export type Failures = Pick<LoginRow, 'failedAttempts' | 'lockedUntil' | 'failedAt'>

/**
 * The account for a password check, locked until the transaction ends: checks of one account stand in line,
 * so that parallel guesses cannot pass the limit of attempts.
 */
export async function lockForLogin(trx: Trx, username: string): Promise<LoginRow | undefined> {
  return trx('app_user')
    .select({
      id: 'id',
      username: 'username',
      passwordHash: 'password_hash',
      status: 'status',
      failedAttempts: 'failed_attempts',
      lockedUntil: 'locked_until',
      failedAt: 'failed_at',
    })
    .whereRaw('lower(username) = lower(?)', [username])
    .forUpdate()
    .first()
}

export async function setFailures(trx: Trx, id: number, failures: Failures): Promise<void> {
  await trx('app_user').where({ id }).update(failureColumns(failures))
}

/** Ends a lock and the count that led to it. Undefined when there is no such account. */
export async function unlockUser(trx: Trx, id: number): Promise<UserRow | undefined> {
  await setFailures(trx, id, { failedAttempts: 0, lockedUntil: null, failedAt: null })
  return findUser(trx, id)
}

/** The count of a name nobody has, its row locked as an account's would be. */
export async function lockUnknownName(trx: Trx, hash: string, at: string): Promise<Failures> {
  const [row] = await trx('unknown_name')
    .insert({ name_hash: hash, failed_at: at })
    .onConflict('name_hash')
    .merge(['name_hash'])
    .returning(['failed_attempts', 'locked_until', 'failed_at'])
  return {
    failedAttempts: row.failed_attempts,
    lockedUntil: row.locked_until,
    failedAt: row.failed_at,
  }
}

/** Old counts go with each new one, so that guessing at names fills no table. */
export async function setUnknownName(
  trx: Trx,
  hash: string,
  { forgotten, ...failures }: Failures & { forgotten: string },
): Promise<void> {
  await trx('unknown_name').where({ name_hash: hash }).update(failureColumns(failures))
  if (failures.failedAttempts === 1) await trx('unknown_name').where('failed_at', '<', forgotten).delete()
}

function failureColumns({ failedAttempts, lockedUntil, failedAt }: Failures) {
  return { failed_attempts: failedAttempts, locked_until: lockedUntil, failed_at: failedAt }
}

export interface NewUser {
  username: string
  name: string
  phone?: string | null
  passwordHash: string
  districtCode: string
  centreCode?: string | null
  bureauCode?: string | null
  roles: readonly Role[]
  at: string
}

/** Adds an account with its roles; undefined when the name is taken (in any case of letters). */
export async function insertUser(trx: Trx, user: NewUser): Promise<UserRow | undefined> {
  const [row] = await trx('app_user')
    .insert({
      username: user.username,
      name: user.name,
      phone: user.phone ?? null,
      password_hash: user.passwordHash,
      status: 'active',
      district_code: user.districtCode,
      centre_code: user.centreCode ?? null,
      bureau_code: user.bureauCode ?? null,
      created_at: user.at,
      changed_at: user.at,
    })
    .onConflict(trx.raw('(lower(username))') as never)
    .ignore()
    .returning<{ id: number }[]>('id')
  if (!row) return undefined
  await insertRoles(trx, row.id, user.roles)
  return findUser(trx, row.id)
}

async function insertRoles(trx: Trx, userId: number, roles: readonly Role[]): Promise<void> {
  if (roles.length === 0) return
  await trx('user_role').insert([...new Set(roles)].map((role) => ({ user_id: userId, role })))
}

export interface UserChange {
  name?: string
  phone?: string | null
  status?: UserStatus
  districtCode?: string
  centreCode?: string | null
  bureauCode?: string | null
  passwordHash?: string
  roles?: readonly Role[]
  at: string
}

/** Changes what is given. A new password also ends a lock. */
export async function updateUser(trx: Trx, id: number, change: UserChange): Promise<UserRow | undefined> {
  const found = await trx('app_user')
    .where({ id })
    .update({
      changed_at: change.at,
      name: change.name,
      phone: change.phone,
      status: change.status,
      district_code: change.districtCode,
      centre_code: change.centreCode,
      bureau_code: change.bureauCode,
      ...(change.passwordHash && {
        password_hash: change.passwordHash,
        failed_attempts: 0,
        locked_until: null,
      }),
    })
  if (!found) return undefined
  if (change.roles) {
    await trx('user_role').where({ user_id: id }).delete()
    await insertRoles(trx, id, change.roles)
  }
  return findUser(trx, id)
}

/** Ends every session of a user, in the transaction of what ended them. */
export async function deleteSessions(trx: Trx, userId: number): Promise<number> {
  return trx('session')
    .whereRaw(`sess ->> 'userId' = ?`, [String(userId)])
    .delete()
}

export interface UserFilter {
  /** Part of the username or name. */
  q?: string
  status?: UserStatus
  role?: Role
  centreCode?: string
  bureauCode?: string
  /** Only these, by id. */
  only?: readonly string[] | undefined
}

export async function listUsers(
  db: Db,
  filter: UserFilter,
  page: { after?: number | undefined; limit: number },
): Promise<UserRow[]> {
  const query = usersIn(db, filter).orderBy('u.id').limit(page.limit)
  if (page.after) query.where('u.id', '>', page.after)
  return query
}

export const countUsers = (db: Db, filter: UserFilter, most: number): Promise<number> =>
  countRows(db, usersIn(db, filter), most)

function usersIn(db: Db, { q, status, role, centreCode, bureauCode, only }: UserFilter): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = users(db)
  if (q) {
    const like = containing(q)
    query.where((either) => either.whereILike('u.username', like).orWhereILike('u.name', like))
  }
  if (status) query.where('u.status', status)
  if (centreCode) query.where('u.centre_code', centreCode)
  if (bureauCode) query.where('u.bureau_code', bureauCode)
  if (only) query.whereIn('u.id', only.map(Number))
  if (role)
    query.whereExists(
      db('user_role as r').select(db.raw('1')).whereRaw('r.user_id = u.id').where('r.role', role),
    )
  return query
}
