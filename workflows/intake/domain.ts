/**
 * 收件 — what a clerk hands in at the counter, and the rules it must keep. Pure: the page shows the faults while the
 * form is filled in, the server refuses with the same ones.
 */
import { limits } from '../case/domain.ts'
import type { ApplicantType, Channel, MaterialState } from '../case/domain.ts'
import type { Item } from '../item/domain.ts'
import { checkDocument, documentTypes } from '../item/identity-number.ts'
import type { DocumentType } from '../item/identity-number.ts'

export const intakeLimits = {
  ...limits,
  summary: 500,
  filesPerMaterial: 20,
  formFields: 80,
  formText: 2000,
} as const

/** Material states a clerk can note at intake. Deferral 容缺 is its own act. */
export const intakeMaterialStates = [
  'present',
  'missing',
  'defective',
] as const satisfies readonly MaterialState[]
export type IntakeMaterialState = (typeof intakeMaterialStates)[number]

export interface IntakeMaterial {
  /** 1-based place in the item's checklist. */
  n: number
  name: string
  state: IntakeMaterialState
  /** What is missing or wrong, as the applicant is told. */
  reason?: string
  /** Ids of finished uploads. */
  files: string[]
  /** Taken on paper at the counter. */
  paper?: boolean
}

export interface IntakeApplicant {
  type: ApplicantType
  name: string
  documentType: DocumentType
  documentNo: string
  /** Why a number is taken although its check fails; organisation codes only. */
  exception?: string
}

export interface IntakeAgent {
  name: string
  documentType?: DocumentType
  documentNo: string
  phone: string
}

export type FormValue = string | number | boolean | null

export interface Intake {
  itemCode: string
  channel: Channel
  applicant: IntakeApplicant
  agent?: IntakeAgent
  legalRepresentative?: string
  contact: { name: string; phone: string }
  address?: string
  /** 同意电子送达: notices count as delivered through the citizen page. */
  eDelivery: boolean
  summary?: string
  form: Record<string, FormValue>
  materials: IntakeMaterial[]
}

/** Where in the intake, and what is wrong in Chinese. */
export interface IntakeFault {
  path: string
  message: string
}

const mobile = /^1[3-9]\d{9}$/
const landline = /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/

export function isPhone(phone: string): boolean {
  return mobile.test(phone) || landline.test(phone)
}

/** Document types that fit an applicant: a person's own papers, or the organisation's code. */
export function documentTypesFor(type: ApplicantType): DocumentType[] {
  const wanted = type === 'natural-person' ? 'person' : 'organisation'
  return (Object.keys(documentTypes) as DocumentType[]).filter((id) => documentTypes[id].for === wanted)
}

type CheckedItem = Pick<Item, 'name' | 'applicantTypes' | 'materials'>

/**
 * Everything wrong with an intake for this item; empty when it can be taken.
 * @param today YYYY-MM-DD
 */
export function intakeFaults(intake: Intake, item: CheckedItem, today: string): IntakeFault[] {
  return [
    ...applicantFaults(intake.applicant, item, today),
    ...agentFaults(intake.agent, today),
    ...phoneFaults('contact.phone', intake.contact.phone),
    ...materialFaults(intake.materials, item),
  ]
}

function applicantFaults(applicant: IntakeApplicant, item: CheckedItem, today: string): IntakeFault[] {
  if (!item.applicantTypes.includes(applicant.type))
    return [{ path: 'applicant.type', message: `“${item.name}”不接受这类申请人` }]
  if (!documentTypesFor(applicant.type).includes(applicant.documentType))
    return [{ path: 'applicant.documentType', message: '证件类型与申请人类型不符' }]
  const check = checkDocument(applicant.documentType, applicant.documentNo, today)
  if (check.ok) return []
  if (!check.exceptionAllowed) return [{ path: 'applicant.documentNo', message: check.hint! }]
  if (applicant.exception) return []
  return [{ path: 'applicant.exception', message: `${check.hint}。请写明仍予受理的原因` }]
}

function agentFaults(agent: IntakeAgent | undefined, today: string): IntakeFault[] {
  if (!agent) return []
  const type = agent.documentType ?? 'resident-id'
  if (documentTypes[type].for !== 'person')
    return [{ path: 'agent.documentType', message: '代理人应使用个人证件' }]
  const check = checkDocument(type, agent.documentNo, today)
  const faults = check.ok ? [] : [{ path: 'agent.documentNo', message: check.hint! }]
  return [...faults, ...phoneFaults('agent.phone', agent.phone)]
}

function phoneFaults(path: string, phone: string): IntakeFault[] {
  return isPhone(phone) ? [] : [{ path, message: '请填写 11 位手机号码或带区号的固定电话' }]
}

/** Every required material is accounted for, each once, under its own name. */
function materialFaults(materials: IntakeMaterial[], item: CheckedItem): IntakeFault[] {
  const given = new Set<number>()
  const faults = materials.flatMap((material, i) => {
    const at = (field: string) => `materials.${i}.${field}`
    const spec = item.materials[material.n - 1]
    if (spec?.name !== material.name) return [{ path: at('name'), message: '不在该事项的材料清单中' }]
    if (given.has(material.n)) return [{ path: at('n'), message: `“${material.name}”重复` }]
    given.add(material.n)
    if (isLeftOut(material, item)) return []
    if (material.state === 'present' && material.files.length === 0 && material.paper !== true)
      return [{ path: at('files'), message: `“${material.name}”标为已收，请上传文件或注明已收纸质材料` }]
    if (material.state !== 'present' && !material.reason)
      return [{ path: at('reason'), message: `请写明“${material.name}”需要补齐或补正的内容` }]
    return []
  })
  const absent = item.materials.filter((spec, i) => spec.required && !given.has(i + 1))
  return [...faults, ...absent.map(({ name }) => ({ path: 'materials', message: `缺少“${name}”的收取情况` }))]
}

/** An optional material that the applicant does not hand in: it is no gap and no row of the case. */
export function isLeftOut(material: IntakeMaterial, item: Pick<Item, 'materials'>): boolean {
  const optional = item.materials[material.n - 1]?.required === false
  return optional && material.state === 'missing' && !material.reason && material.files.length === 0
}
