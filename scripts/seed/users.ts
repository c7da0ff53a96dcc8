import { readFileSync } from 'node:fs'
import { roles } from '../../workflows/identity/domain.ts'
import type { Role } from '../../workflows/identity/domain.ts'
import type { Db, Trx } from '../../server/db.ts'
import { hashPassword } from '../../server/modules/identity/password.ts'
import { insertUser } from '../../server/records/identity/identity.ts'
import { listBureaus, listCentres, listDistricts } from '../../server/records/item/directory.ts'
import type { Bureau } from '../../server/records/item/directory.ts'

interface DemoAccount {
  username: string
  password: string
  /** Name of the role on screen. */
  role: string
  name: string
  place: string
}

const surnames = '张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'
const givenNames =
  '志远 雅琴 文博 海燕 立新 晓东 秀英 建国 子涵 俊杰 丽华 永强 思琪 一鸣 春梅 宏伟 静怡 凯'.split(' ')

export function readAccounts(): DemoAccount[] {
  return JSON.parse(readFileSync(new URL('../demo-accounts.json', import.meta.url), 'utf8')) as DemoAccount[]
}

/** The named demo accounts, and a reviewer and a head for every other bureau: any item can be decided. */
export async function seedUsers(trx: Trx, at: string): Promise<void> {
  const accounts = readAccounts()
  // One hash for all: these accounts share a published password and exist in the demo only.
  const passwordHash = await hashPassword(accounts[0]!.password)
  const find = await placeFinder(trx)
  for (const account of [...accounts, ...(await bureauAccounts(trx, accounts))]) {
    const { username, name } = account
    const user = { username, name, passwordHash, roles: [roleOf(account.role)], ...find(account.place), at }
    if (!(await insertUser(trx, user))) throw new Error(`demo account ${username} is there already`)
  }
}

async function placeFinder(db: Db) {
  const centres = new Map((await listCentres(db)).map((centre) => [centre.name, centre]))
  const bureaus = new Map((await listBureaus(db)).map((bureau) => [bureau.name, bureau]))
  const districts = new Map((await listDistricts(db)).map((district) => [district.name, district]))
  return (place: string) => {
    const [centre, bureau] = [centres.get(place), bureaus.get(place)]
    if (centre) return { districtCode: centre.district, centreCode: centre.code }
    if (bureau) return { districtCode: bureau.district, bureauCode: bureau.code }
    if (place === '平台') return { districtCode: '110000' }
    // Staff of the city bureau 市局 or of a district's service bureau 区政务局: the platform's side, by district alone.
    const district = districts.get(place)
    if (district) return { districtCode: district.code }
    throw new Error(`demo-accounts.json: no place ${place}`)
  }
}

async function bureauAccounts(db: Db, named: DemoAccount[]): Promise<DemoAccount[]> {
  const bureaus = await listBureaus(db)
  return bureaus
    .flatMap((bureau) => [
      { ...accountOf(bureau, 'shencha'), role: roles.reviewer },
      { ...accountOf(bureau, 'fuze'), role: roles.head },
    ])
    .filter(({ username }) => !named.some((account) => account.username === username))
    .map((account, i) => ({ ...account, password: '', name: personName(i) }))
}

/** `scjg.fuze` for the city's bureau, `hd.scjg.fuze` for a district's. */
function accountOf({ line, district, name }: Bureau, duty: string) {
  const prefixes: Record<string, string> = { '110000': '', '110108': 'hd.', '110105': 'cy.' }
  return { username: `${prefixes[district] ?? `${district}.`}${line.toLowerCase()}.${duty}`, place: name }
}

function personName(i: number): string {
  return `${surnames[(i * 7) % surnames.length]}${givenNames[(i * 5) % givenNames.length]}`
}

function roleOf(name: string): Role {
  const found = (Object.keys(roles) as Role[]).find((role) => roles[role] === name)
  if (!found) throw new Error(`demo-accounts.json: no role ${name}`)
  return found
}
