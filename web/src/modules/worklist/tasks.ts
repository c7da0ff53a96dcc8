import { ApiError, messageOf } from '../../api/http'
import { message } from '../../ui/element'
import * as api from './api'
import type { ActResult, TaskRow } from './api'

export const taskId = (row: { instance: string; key: string }) => `${row.instance}|${row.key}`

/** What a person does to tasks from the list; `changed` is called after each. */
export function useTaskActs(changed: () => void) {
  async function one(row: TaskRow, done: string, act: (row: TaskRow) => Promise<unknown>): Promise<boolean> {
    try {
      await act(row)
      message.success(`${done}：${row.number}`)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      message.error(messageOf(error))
      return false
    } finally {
      changed()
    }
  }
  const claim = (row: TaskRow) => one(row, '已领取', api.claimTask)
  const release = (row: TaskRow) => one(row, '已退回本组', api.releaseTask)

  async function many(
    rows: TaskRow[],
    done: string,
    act: (tasks: TaskRow[]) => Promise<{ results: ActResult[] }>,
  ): Promise<void> {
    const { results } = await act(rows)
    const lost = results.filter((result) => !result.ok)
    if (lost.length === 0) message.success(`${done} ${rows.length} 件`)
    else message.warning(`${done} ${rows.length - lost.length} 件，${lost.length} 件未成：${lostWords(lost)}`)
    changed()
  }
  const claimMany = (rows: TaskRow[]) => many(rows, '已领取', api.claimTasks)
  const remindMany = (rows: TaskRow[]) => many(rows, '已催办', api.remind)
  return { claim, release, claimMany, remindMany }
}

function lostWords(lost: ActResult[]): string {
  const words = lost.map((one) => (one.winner ? `${one.winner.name} 已先领取` : (one.title ?? '不能领取')))
  return [...new Set(words)].slice(0, 3).join('；')
}
