import { timeText } from '../../../workflows/clock/day.ts'
import { loginLimits, passwordWeakness, placeFault } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db, Trx } from '../../db.ts'
import { notify } from '../../notify.ts'
import { conflict, invalid, notFound, ProblemError } from '../../errors.ts'
import { hashPassword, passwordMatches, withHashSlot } from './password.ts'
import * as repository from '../../records/identity/identity.ts'
import type { Failures, NewUser, UserChange, UserRow } from '../../records/identity/identity.ts'

/** One answer for a wrong name, a wrong password and a disabled account (reliability S2). */
function loginRefused(): ProblemError {
  return new ProblemError(401, 'login-refused', '用户名或密码不正确', {
    detail: `连续 ${loginLimits.attempts} 次错误后，用户名锁定 ${loginLimits.lockMinutes} 分钟`,
  })
}

/** One answer for a locked name, whatever password was typed and whether or not anybody has the name. */
function loginLocked(until: string): ProblemError {
  return new ProblemError(401, 'login-locked', `该用户名已锁定至 ${timeText(until).slice(-5)}`, {
    detail: `连续 ${loginLimits.attempts} 次错误。请到时再试，或请系统管理员解锁`,
  })
}

/** How names nobody has are counted: by their keyed hash, for a password is typed there at times. */
export type HashName = (name: string) => string

/**
 * Checks name and password and counts wrong ones; the row of the name stays locked while it is checked.
 * `onSuccess` runs in the same transaction (audit).
 * @throws 401 `login-refused`, `login-locked`
 */
export async function checkLogin(
  { db, hashName }: { db: Db; hashName: HashName },
  given: { username: string; password: string; at: string },
  onSuccess: (trx: Trx, actor: Actor) => Promise<void>,
): Promise<Actor> {
  const { username, password, at } = given
  // The slot first: those who wait for it hold no connection.
  const found = await withHashSlot(() =>
    db.transaction(async (trx): Promise<{ actor: Actor } | { lockedUntil: string | null }> => {
      const account = await repository.lockForLogin(trx, username)
      const hash = hashName(username.toLowerCase())
      const known = account ?? (await repository.lockUnknownName(trx, hash, at))
      const matches = await passwordMatches(account?.passwordHash, password)
      if (known.lockedUntil !== null && known.lockedUntil > at) return known
      const actor = account && matches ? await repository.findActor(trx, account.id) : undefined
      const failures = actor ? none : afterFailure(known, at)
      if (!account)
        await repository.setUnknownName(trx, hash, { ...failures, forgotten: forgottenBefore(at) })
      else if (!actor || account.failedAttempts > 0) await repository.setFailures(trx, account.id, failures)
      if (!actor) return failures
      await onSuccess(trx, actor)
      return { actor }
    }),
  )
  if ('actor' in found) return found.actor
  throw found.lockedUntil === null ? loginRefused() : loginLocked(found.lockedUntil)
}

const none: Failures = { failedAttempts: 0, lockedUntil: null, failedAt: null }

const minutesFrom = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString()
const forgottenBefore = (at: string) => minutesFrom(at, -loginLimits.rememberHours * 60)

/** A lock that has run out begins a new count, and so does a day without a failure. */
function afterFailure({ failedAttempts, lockedUntil, failedAt }: Failures, at: string): Failures {
  const counts = lockedUntil === null && failedAt !== null && failedAt > forgottenBefore(at)
  const failed = (counts ? failedAttempts : 0) + 1
  const locks = failed >= loginLimits.attempts
  return {
    failedAttempts: failed,
    lockedUntil: locks ? minutesFrom(at, loginLimits.lockMinutes) : null,
    failedAt: at,
  }
}

/** Ends the lock of an account. */
export async function unlock(
  db: Db,
  id: number,
  onSuccess: (trx: Trx, row: UserRow) => Promise<void>,
): Promise<UserRow> {
  return db.transaction(async (trx) => {
    const row = await repository.unlockUser(trx, id)
    if (!row) throw notFound('用户')
    await onSuccess(trx, row)
    return row
  })
}

/** Adds an account; the password is checked for strength and kept only as an argon2id hash. */
export async function createUser(
  db: Db,
  user: Omit<NewUser, 'passwordHash'> & { password: string },
  onSuccess: (trx: Trx, row: UserRow) => Promise<void> = async () => undefined,
): Promise<UserRow> {
  const { password, ...rest } = user
  const passwordHash = await strongHash(password, user.username, 'body.password')
  return db.transaction(async (trx) => {
    const row = await repository.insertUser(trx, { ...rest, passwordHash })
    if (!row) throw conflict('username-taken', '用户名已被使用')
    await onSuccess(trx, row)
    return row
  })
}

async function strongHash(password: string, username: string, path: string): Promise<string> {
  const weakness = passwordWeakness(password, username)
  if (weakness) throw invalid([{ path, message: weakness }])
  return hashPassword(password)
}

/**
 * Changes an account. What a session rests on (status, roles, place, password) ends the person's sessions in
 * the same transaction.
 */
export async function changeUser(
  db: Db,
  by: Actor,
  id: number,
  change: UserChange,
  onSuccess: (trx: Trx, row: UserRow) => Promise<void>,
): Promise<UserRow> {
  if (id === by.id && (change.status === 'disabled' || change.roles))
    throw conflict('own-account', '不能停用自己的账号或修改自己的角色')
  return db.transaction(async (trx) => {
    await checkPlace(trx, id, change)
    const row = await repository.updateUser(trx, id, change)
    if (!row) throw notFound('用户')
    if (endsSessions(change)) await endSessions(trx, id)
    await onSuccess(trx, row)
    return row
  })
}

/** Whether roles and place still fit, with what is kept of the person: before the table's own check finds it. */
async function checkPlace(trx: Trx, id: number, change: UserChange): Promise<void> {
  if (!change.roles && change.centreCode === undefined && change.bureauCode === undefined) return
  const kept = await repository.lockUser(trx, id)
  if (!kept) throw notFound('用户')
  const message = placeFault({
    roles: change.roles ?? kept.roles,
    centreCode: change.centreCode === undefined ? kept.centreCode : change.centreCode,
    bureauCode: change.bureauCode === undefined ? kept.bureauCode : change.bureauCode,
  })
  if (message) throw invalid([{ path: 'body.bureauCode', message }])
}

/** Sessions and open event streams, on every server. */
async function endSessions(trx: Trx, id: number): Promise<void> {
  await repository.deleteSessions(trx, id)
  await notify(trx, 'session-ended', String(id))
}

function endsSessions(change: UserChange): boolean {
  const { at: _at, name: _name, phone: _phone, ...weighty } = change
  return Object.values(weighty).some((value) => value !== undefined && value !== 'active')
}

export async function resetPassword(
  db: Db,
  by: Actor,
  given: { id: number; password: string; at: string },
  onSuccess: (trx: Trx, row: UserRow) => Promise<void>,
): Promise<UserRow> {
  const user = await repository.findUser(db, given.id)
  if (!user) throw notFound('用户')
  const passwordHash = await strongHash(given.password, user.username, 'body.password')
  return changeUser(db, by, given.id, { passwordHash, at: given.at }, onSuccess)
}

/** Own password: the current one is checked like a login, so that guesses at it count towards the lock. */
export async function changeOwnPassword(
  deps: { db: Db; hashName: HashName },
  actor: Actor,
  given: { current: string; next: string; at: string },
  onSuccess: (trx: Trx) => Promise<void>,
): Promise<void> {
  const login = { username: actor.username, password: given.current, at: given.at }
  await checkLogin(deps, login, async () => undefined).catch((err: unknown) => {
    if (!(err instanceof ProblemError) || err.status !== 401) throw err
    throw err.code === 'login-locked'
      ? new ProblemError(403, 'password-locked', err.title, { cause: err })
      : new ProblemError(403, 'password-wrong', '当前密码不正确', { cause: err })
  })
  const passwordHash = await strongHash(given.next, actor.username, 'body.next')
  await changeUser(deps.db, actor, actor.id, { passwordHash, at: given.at }, onSuccess)
}
