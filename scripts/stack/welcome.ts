import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Addresses } from './application.ts'
import { ROOT } from './paths.ts'

interface DemoAccount {
  username: string
  password: string
  role: string
  name: string
  place?: string
}

/** Prints where to go and who to be. */
export function printWelcome(addresses: Addresses, seconds: string, logDir: string): void {
  console.log(`\n办件通已就绪(${seconds} 秒)`)
  console.log(`  工作台    ${addresses.web}/`)
  console.log(`  群众查询  ${addresses.web}/citizen.html`)
  console.log(`  接口文档  ${addresses.api}/api/docs`)
  console.log(`  外部系统  ${addresses.simulators}/(模拟器:短信等)`)
  console.log(`  日志      ${logDir}`)
  const file = path.join(ROOT, 'scripts', 'demo-accounts.json')
  if (existsSync(file)) {
    console.log('  演示账号(仅限演示,正式部署没有这些账号):')
    for (const account of JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]) {
      console.log(
        `    ${account.username.padEnd(14)} ${account.password.padEnd(18)} ${account.role} ${account.name}`,
      )
    }
  }
  console.log('按 Ctrl-C 停止。')
}
