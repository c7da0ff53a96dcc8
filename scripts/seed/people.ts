import type { IntakeApplicant } from '../../workflows/intake/domain.ts'
import { creditCheckDigit, personCheckDigit } from '../../workflows/item/identity-number.ts'

/** Made-up applicants with numbers that hold; names as long and as short as they come. */
const companies = [
  '北京远山劳务派遣有限公司',
  '北京海纳百川供应链管理服务有限责任公司中关村软件园第二分公司',
  '中科智汇（北京）人力资源服务有限公司',
  '北京稻香里餐饮管理有限公司',
  '北京市海淀区知春里一品鲜生活超市',
  '华夏云图文化传播（北京）有限公司',
  '北京安泽药房连锁有限公司第三十七分店',
  '北京京北鸿运道路货物运输有限公司',
  '北京绿源水处理设备制造有限公司',
  '内蒙古草原牧歌食品科技股份有限公司北京分公司',
  '北京晨曦人力资源有限公司',
  '北京万家灯火物业管理有限公司',
]
const people = ['诸葛小敏', '王芳', '阿卜杜热依木·买买提依明', '李伟', '欧阳婧怡', '张一', '司徒健', '刘洋洋']

export const companyName = (n: number): string => companies[n % companies.length]!
export const personName = (n: number): string => people[n % people.length]!

export function company(n: number): IntakeApplicant {
  const body = `91110108MA${String(10_000 + n * 137).padStart(7, '0')}`
  return {
    type: 'enterprise',
    name: companyName(n),
    documentType: 'credit-code',
    documentNo: body + creditCheckDigit(body),
  }
}

export function person(n: number): IntakeApplicant {
  return {
    type: 'natural-person',
    name: personName(n),
    documentType: 'resident-id',
    documentNo: residentIdOf(n),
  }
}

/** Numbers of people who were never born: sequence 99x is not given out. */
export function residentIdOf(n: number): string {
  const month = String(1 + (n % 12)).padStart(2, '0')
  const day = String(1 + ((n * 5) % 28)).padStart(2, '0')
  const body = `110108${1970 + (n % 35)}${month}${day}99${n % 10}`
  return body + personCheckDigit(body)
}

/** Numbers in a range the operators have not given out. */
export function phoneOf(n: number): string {
  return `1700000${String(1000 + n * 37).slice(-4)}`
}
