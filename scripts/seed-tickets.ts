/**
 * Fills the demo with change tickets in all states, through the running server like any operator:
 * `node --import tsx scripts/seed-tickets.ts http://localhost:8080`. Each has a key that is the same each time, so it may
 * run at each start and goes on where it was broken off.
 */
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import { keyOf, signIns, untilSaved } from './seed/http.ts'
import { readAccounts } from './seed/users.ts'

/** Who acts, by the names of the demo's accounts, and what they do. */
type Step = [username: string, outcome: string, reason?: string]

const operator = 'yunying2'
const bureau = 'hd.rsj.fuze'
const passed: Step = [operator, 'pass', '与清单一致']
const panel: Step = [operator, 'panel', '涉及多个部门，提请会审']
const confirmed: Step = [bureau, 'confirm', '同意变更']
const agreed: Step[] = [
  [operator, 'panel-agree', '依据充分'],
  ['shiju', 'panel-agree', '无意见'],
  ['haidianju', 'panel-agree', '同意'],
]

const tickets: { title: string; content: string; steps: Step[] }[] = [
  { title: '承诺时限由十日缩短为五日', content: '按新公布的清单缩短承诺时限。', steps: [] },
  { title: '取消企业章程复印件', content: '章程可由部门间核查取得，不再要求提交。', steps: [] },
  { title: '更新设定依据', content: '依据条文已修订，条款序号须同步更新。', steps: [panel] },
  { title: '增加电子证照免提交说明', content: '营业执照可用电子证照代替。', steps: [panel, agreed[0]!] },
  { title: '合并两项申请材料', content: '申请表与承诺书合并为一份。', steps: [passed] },
  { title: '调整办理地点', content: '受理窗口由二层调整至一层综合窗口。', steps: [panel, ...agreed] },
  { title: '增加网上预约', content: '开通网上预约取号。', steps: [passed, confirmed] },
  {
    title: '咨询电话变更',
    content: '咨询电话更换为新号码。',
    steps: [passed, confirmed, [operator, 'return', '办事指南尚未更新']],
  },
  {
    title: '缩短送达时限',
    content: '送达时限由十日缩短为三日。',
    steps: [passed, [bureau, 'object', '与上级文件不一致，请重新核对']],
  },
  {
    title: '结果名称规范',
    content: '结果名称与国家目录统一。',
    steps: [passed, confirmed, [operator, 'close', '已更新']],
  },
  {
    title: '跨省通办标识',
    content: '增加跨省通办标识。',
    steps: [panel, ...agreed, confirmed, [operator, 'close', '已更新']],
  },
  {
    title: '取消年检材料',
    content: '该材料不属于本事项。',
    steps: [[operator, 'reject', '清单中没有此项材料']],
  },
]

const config = readConfig()
const server = process.argv[2] ?? config.publicUrl
const { password } = readAccounts()[0]!
const as = signIns(server, password)

/** Keys of what was done before. */
async function doneBefore(keys: string[]): Promise<Set<string>> {
  const db = createDb(config.databaseUrl, { applicationName: 'banjian-seed', max: 1 })
  try {
    return new Set(await db('act').whereIn('id', keys).pluck<string[]>('id'))
  } finally {
    await db.destroy()
  }
}

const actKey = (title: string, n: number) => keyOf(`ticket ${title} act ${n}`)
const lastKeyOf = ({ title, steps }: (typeof tickets)[number]) =>
  steps.length === 0 ? keyOf(`ticket ${title}`) : actKey(title, steps.length - 1)

async function run(): Promise<void> {
  const done = await doneBefore(tickets.map(lastKeyOf))
  for (const one of tickets) {
    if (done.has(lastKeyOf(one))) continue
    const { title, content, steps } = one
    const ticket = { itemCode: 'LWPQ-01', bureau: '110108-RSJ', title, content }
    const by = await as(operator)
    const { body } = await untilSaved(() => by.post('/api/change-tickets', ticket, keyOf(`ticket ${title}`)))
    for (const [n, [who, outcome, reason]] of steps.entries()) {
      const actor = await as(who)
      const path = `/api/instances/${String(body.instance)}/acts`
      await untilSaved(() => actor.post(path, { outcome, reason }, actKey(title, n)))
    }
    console.log(`${String(body.number)} ${title}`)
  }
}

await run()
