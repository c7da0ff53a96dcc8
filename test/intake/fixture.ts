import { randomUUID } from 'node:crypto'
import { seedCatalogue, seedDefinitions } from '../../scripts/seed.ts'
import { insertFile } from '../../server/records/file/file.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import type { Intake } from '../../workflows/intake/domain.ts'
import { creditCheckDigit, personCheckDigit } from '../../workflows/item/identity-number.ts'
import { startApp } from '../support/app.ts'
import { directClient } from '../support/direct/client.ts'
import { testClock } from '../support/direct/clock.ts'
import { Instances } from '../support/direct/instances.ts'
import type { TestApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'

/** An intake of 劳务派遣经营许可, complete on paper. */
export function enterpriseIntake(change: Partial<Intake> = {}): Intake {
  return {
    itemCode: 'LWPQ-01',
    channel: 'window',
    applicant: {
      type: 'enterprise',
      name: '北京远山人力资源有限公司',
      documentType: 'credit-code',
      documentNo: creditCode('91110108MA01X2Y3Z'.replace('Z', '4')),
    },
    agent: {
      name: '钱多多',
      documentType: 'resident-id',
      documentNo: residentId('11010519881203201'),
      phone: '13900005678',
    },
    legalRepresentative: '欧阳锋',
    contact: { name: '钱多多', phone: '13812345678' },
    address: '北京市海淀区中关村大街1号',
    eDelivery: true,
    form: { 注册资本: 200 },
    materials: [
      { n: 1, name: '劳务派遣经营许可申请书', state: 'present', files: [], paper: true },
      { n: 2, name: '验资报告或财务审计报告', state: 'present', files: [], paper: true },
      { n: 3, name: '经营场所使用证明', state: 'missing', reason: '未提交租赁合同', files: [] },
      { n: 4, name: '劳务派遣管理制度', state: 'defective', reason: '未加盖公章', files: [], paper: true },
    ],
    ...change,
  }
}

/** The same with everything in order, so that it can be accepted at once. */
export function completeIntake(change: Partial<Intake> = {}): Intake {
  const intake = enterpriseIntake(change)
  const materials = intake.materials.map(({ n, name }) => ({
    n,
    name,
    state: 'present' as const,
    files: [],
    paper: true,
  }))
  return { ...intake, materials }
}

/** An intake of 护士执业注册 by a person, complete on paper. */
export function personIntake(change: Partial<Intake> = {}): Intake {
  return {
    itemCode: 'HSZC-01',
    channel: 'window',
    applicant: {
      type: 'natural-person',
      name: '诸葛小敏',
      documentType: 'resident-id',
      documentNo: residentId('11010819900307124'),
    },
    contact: { name: '诸葛小敏', phone: '13712349876' },
    eDelivery: false,
    form: {},
    materials: [
      { n: 1, name: '护士执业注册申请审核表', state: 'present', files: [], paper: true },
      { n: 2, name: '护士执业资格考试成绩合格证明', state: 'present', files: [], paper: true },
      { n: 3, name: '健康体检证明', state: 'present', files: [], paper: true },
    ],
    ...change,
  }
}

export const residentId = (first17: string): string => first17 + personCheckDigit(first17)
export const creditCode = (first17: string): string => first17 + creditCheckDigit(first17)

/** A finished upload of somebody. */
export async function addUpload(app: TestApp, owner: Actor, caseNo: string | null = null): Promise<string> {
  const id = randomUUID()
  const stored = await app.deps.files.put(Buffer.from(`upload ${id}`))
  await insertFile(app.deps.db, {
    id,
    ...stored,
    name: '营业执照（副本）.pdf',
    mediaType: 'application/pdf',
    ownerKind: 'staff',
    uploadedBy: owner.id,
    instance: caseNo === null ? null : `case:${caseNo}`,
    at: app.deps.now().toISOString(),
  })
  return id
}

/** Saturday evening in Beijing, after closing time; a Saturday morning in London. */
export const saturday = '2026-11-21T11:30:00.000Z'

export type SignedIn = Awaited<ReturnType<TestApp['signIn']>>

/** A counter on a Saturday: two clerks of 海淀区政务服务中心 and the head of a bureau. */
export interface Counter {
  app: TestApp
  clerk: SignedIn
  colleague: SignedIn
  reviewer: SignedIn
  take(who: SignedIn, intake: unknown, key?: string): Promise<Answer>
  caseRow(caseNo: string): Promise<Record<string, any>>
  count(table: string): Promise<number>
}

/** No worker runs here: the start is kept and every answer is 202, as it is when the engine is away. */
export async function openCounter(): Promise<Counter> {
  const instances = new Instances(testClock(saturday))
  instances.stop()
  const app = await startApp({ now: () => new Date(saturday), temporal: directClient(instances) })
  await app.deps.db.transaction(async (trx) => {
    await seedCatalogue(trx, saturday)
    await seedDefinitions(trx, saturday)
  })
  const atCentre = { districtCode: '110108', centreCode: '110108-ZW' }
  return {
    app,
    clerk: await app.signIn({ roles: ['clerk'], name: '李思远', ...atCentre }),
    colleague: await app.signIn({ roles: ['clerk'], ...atCentre }),
    reviewer: await app.signIn({ roles: ['head'], districtCode: '110108', bureauCode: '110108-RSJ' }),
    take: (who, intake, key = randomUUID()) =>
      who.post('/api/cases', intake, { headers: { 'idempotency-key': key } }),
    caseRow: (caseNo) => app.deps.db('case_record').where({ case_no: caseNo }).first(),
    count: async (table) => Number((await app.deps.db(table).count({ n: '*' }).first())!.n),
  }
}
