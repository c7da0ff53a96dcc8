import type { Db } from '../../db.ts'

export interface District {
  code: string
  name: string
}

export interface Centre {
  code: string
  name: string
  district: string
  districtName: string
  /** 机关代字 in the numbers of its papers, e.g. 京政服. */
  mark: string
  /** Its part of a case number. */
  short: string
  address: string
  phone: string
  hours: string
  /** HH:mm, Asia/Shanghai: a term that ends at the counter ends then (民法典 第二百零三条). */
  closingTime: string
}

export interface Bureau {
  code: string
  name: string
  district: string
  districtName: string
  /** Line of work 条线, the same at city and district level. */
  line: string
  mark: string
  creditCode: string
  /** Where its decisions are sued, and who reconsiders them (行政许可法 第三十八条). */
  court: string
  reconsideration: string
}

const centreColumns = {
  code: 'c.code',
  name: 'c.name',
  district: 'c.district',
  districtName: 'd.name',
  mark: 'c.mark',
  short: 'c.short',
  address: 'c.address',
  phone: 'c.phone',
  hours: 'c.hours',
  closingTime: 'c.closing_time',
}
const bureauColumns = {
  code: 'b.code',
  name: 'b.name',
  district: 'b.district',
  districtName: 'd.name',
  line: 'b.line',
  mark: 'b.mark',
  creditCode: 'b.credit_code',
  court: 'b.court',
  reconsideration: 'b.reconsideration',
}

export async function listDistricts(db: Db): Promise<District[]> {
  return db('district').select('code', 'name').orderBy('n')
}

export async function listCentres(db: Db): Promise<Centre[]> {
  return db('centre as c')
    .join('district as d', 'd.code', 'c.district')
    .select(centreColumns)
    .orderBy(['d.n', 'c.code'])
}

export async function listBureaus(db: Db): Promise<Bureau[]> {
  return db('bureau as b')
    .join('district as d', 'd.code', 'b.district')
    .select(bureauColumns)
    .orderBy(['d.n', 'b.code'])
}

export async function findCentre(db: Db, code: string): Promise<Centre | undefined> {
  return db('centre as c')
    .join('district as d', 'd.code', 'c.district')
    .select(centreColumns)
    .where('c.code', code)
    .first()
}

/** For what a case already names: its centre is always there. */
export async function getCentre(db: Db, code: string): Promise<Centre> {
  const centre = await findCentre(db, code)
  if (!centre) throw new Error(`centre-missing: ${code}`)
  return centre
}

export async function findBureau(db: Db, code: string): Promise<Bureau | undefined> {
  return db('bureau as b')
    .join('district as d', 'd.code', 'b.district')
    .select(bureauColumns)
    .where('b.code', code)
    .first()
}

export async function getBureau(db: Db, code: string): Promise<Bureau> {
  const bureau = await findBureau(db, code)
  if (!bureau) throw new Error(`bureau-missing: ${code}`)
  return bureau
}
