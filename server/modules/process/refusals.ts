/** Why an act is not done, with who did something else first. */
import { timeText } from '../../../workflows/clock/day.ts'
import { conflict, forbidden } from '../../errors.ts'
import type { ProblemError } from '../../errors.ts'
import type { Winner } from '../../records/process/act.ts'

const titles: Record<string, string> = {
  'task-taken': '该任务已被他人办理',
  'task-not-open': '该任务已不在办理中',
  'act-not-allowed': '当前状态不能进行此操作',
}

/** Why, in words; without the noun's name. */
export const refusalTitle = (code: string): string =>
  code === 'case-ended' ? '办理已结束' : (titles[code] ?? '操作未被接受')

/** @param name of the noun, e.g. 办件 */
export function refusal(name: string, code: string, winner?: Winner): ProblemError {
  const title = code === 'case-ended' ? `${name}已结束` : (titles[code] ?? '操作未被接受')
  const detail = winner && `${winner.actorName}已于${timeText(winner.receivedAt)}“${winner.actName}”`
  return conflict(code, title, {
    ...(detail && { detail }),
    ...(winner && {
      extra: { winner: { name: winner.actorName, act: winner.actName, at: winner.receivedAt } },
    }),
  })
}

export function claimed(claimedName: string | null): ProblemError {
  return conflict('task-claimed', `该任务已由${claimedName ?? '他人'}领取`, {
    extra: { winner: { name: claimedName } },
  })
}

export function notNow(actName: string): ProblemError {
  return conflict('act-not-allowed', `当前状态不能“${actName}”`)
}

export function notYours(actName: string): ProblemError {
  return forbidden(`没有“${actName}”的权限`)
}
