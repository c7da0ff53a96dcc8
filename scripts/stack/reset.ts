import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'

/**
 * Deletes the local state after asking on the terminal.
 * @returns false when the person said no (or nobody could be asked)
 */
export async function resetState(folders: string[], sure: boolean): Promise<boolean> {
  if (!sure && !(await confirmed(folders))) return false
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  return true
}

async function confirmed(folders: string[]): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('没有终端可以询问;确定要清空时请加 --yes。')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`将删除全部演示数据(${folders.join('、')}),确定吗?[y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
