/** The intake form as it is filled in and as it is kept in a draft; turned into an `Intake` when handed in. */
import type { ApplicantType, Channel } from '../../../../workflows/case/domain'
import {
  documentTypesFor,
  type FormValue,
  type Intake,
  type IntakeFault,
  type IntakeMaterial,
  type IntakeMaterialState,
} from '../../../../workflows/intake/domain'
import { normaliseDocumentNo, type DocumentType } from '../../../../workflows/item/identity-number'
import { newKey } from '../../api/http'
import type { ItemDetail } from '../item/api'

export interface DraftFile {
  id: string
  name: string
  size: number
  /** Taken over: the ended case it was handed in for, and the applicant's document then on the form. */
  fromCase?: string
  documentNo?: string
}
export interface DraftMaterial {
  n: number
  name: string
  /** null: not looked at yet. */
  state: IntakeMaterialState | null
  reason: string
  paper: boolean
  files: DraftFile[]
}
export interface DraftData {
  itemCode: string
  itemName: string
  channel: Channel
  applicant: {
    type: ApplicantType
    name: string
    documentType: DocumentType
    documentNo: string
    exception: string
  }
  hasAgent: boolean
  agent: { name: string; documentNo: string; phone: string }
  legalRepresentative: string
  contact: { name: string; phone: string }
  address: string
  eDelivery: boolean
  summary: string
  form: Record<string, FormValue>
  materials: DraftMaterial[]
  /** Idempotency key of the submission, kept with the draft: a reload between two clicks stays one case. */
  key: string
  /** Browser's time of the last change, to choose between the server's copy and this tab's. */
  savedAt: string
}

export function blankDraft(): DraftData {
  return {
    itemCode: '',
    itemName: '',
    channel: 'window',
    applicant: {
      type: 'natural-person',
      name: '',
      documentType: 'resident-id',
      documentNo: '',
      exception: '',
    },
    hasAgent: false,
    agent: { name: '', documentNo: '', phone: '' },
    legalRepresentative: '',
    contact: { name: '', phone: '' },
    address: '',
    // Consent is given by the applicant, not assumed.
    eDelivery: false,
    summary: '',
    form: {},
    materials: [],
    key: newKey(),
    savedAt: '',
  }
}

/** The checklist of an item; what was already noted under the same name is kept. */
export function checklist(item: Pick<ItemDetail, 'materials'>, kept: DraftMaterial[]): DraftMaterial[] {
  return item.materials.map(({ name }, index) => {
    const old = kept.find((one) => one.name === name)
    return old
      ? { ...old, n: index + 1 }
      : { n: index + 1, name, state: null, reason: '', paper: false, files: [] }
  })
}

/** Changes the applicant's type and, where it no longer fits, the document's. */
export function setApplicantType(draft: DraftData, type: ApplicantType): void {
  draft.applicant.type = type
  const fitting = documentTypesFor(type)
  if (!fitting.includes(draft.applicant.documentType)) draft.applicant.documentType = fitting[0]!
}

export const isOrganisation = (type: ApplicantType) => type !== 'natural-person'

function toMaterial(material: DraftMaterial): IntakeMaterial[] {
  if (material.state === null) return []
  const { n, name, state, paper } = material
  const reason = state === 'present' ? '' : material.reason.trim()
  return [
    {
      n,
      name,
      state,
      files: material.files.map(({ id }) => id),
      ...(reason && { reason }),
      ...(paper && { paper }),
    },
  ]
}

/** A file that came in makes the material present; what was noted as defective stays noted. */
export function addFile(material: DraftMaterial, file: DraftFile): void {
  if (material.files.some(({ id }) => id === file.id)) return
  material.files.push(file)
  if (material.state === null || material.state === 'missing') {
    material.state = 'present'
    material.reason = ''
  }
}

/** Materials taken over belong to the applicant they were taken over for, also when the number is changed after. */
export function strangeFiles(draft: DraftData): IntakeFault[] {
  const documentNo = normaliseDocumentNo(draft.applicant.documentNo)
  const handed = draft.materials.filter(({ state }) => state !== null)
  return handed.flatMap(({ name, files }, i) =>
    files.some((file) => file.documentNo !== undefined && file.documentNo !== documentNo)
      ? [{ path: `materials.${i}.files`, message: `“${name}”沿用的文件不是该证件号码的申请人提交的，请移除` }]
      : [],
  )
}

/** What is handed in. Empty optional parts are left out, blanks are cut. */
export function toIntake(draft: DraftData): Intake {
  const { applicant, agent } = draft
  const legalRepresentative = isOrganisation(applicant.type) ? draft.legalRepresentative.trim() : ''
  const address = draft.address.trim()
  const summary = draft.summary.trim()
  const exception = applicant.exception.trim()
  return {
    itemCode: draft.itemCode,
    channel: draft.channel,
    applicant: {
      type: applicant.type,
      name: applicant.name.trim(),
      documentType: applicant.documentType,
      documentNo: normaliseDocumentNo(applicant.documentNo),
      ...(exception && { exception }),
    },
    ...(draft.hasAgent && {
      agent: {
        name: agent.name.trim(),
        documentNo: normaliseDocumentNo(agent.documentNo),
        phone: agent.phone.trim(),
      },
    }),
    ...(legalRepresentative && { legalRepresentative }),
    contact: { name: draft.contact.name.trim(), phone: draft.contact.phone.trim() },
    ...(address && { address }),
    eDelivery: draft.eDelivery,
    ...(summary && { summary }),
    form: draft.form,
    materials: draft.materials.flatMap(toMaterial),
  }
}

/** Something was typed that would be lost. */
export function isStarted(draft: DraftData): boolean {
  const { applicant, contact, agent } = draft
  const typed = [applicant.name, applicant.documentNo, contact.name, contact.phone, agent.name, draft.summary]
  return (
    typed.some((text) => text.trim()) ||
    draft.materials.some((one) => one.state !== null || one.files.length > 0)
  )
}

/** `食品生产许可 · 北京某某有限公司` */
export function draftTitle(draft: DraftData): string {
  return [draft.itemName || '未选事项', draft.applicant.name.trim()].filter(Boolean).join(' · ').slice(0, 100)
}

/**
 * Sets the state a material was taken in; the same state again takes it back. What is here, in order or not, is here on
 * paper unless it has files: the receipt says by which medium.
 */
export function markMaterial(material: DraftMaterial, state: IntakeMaterialState): void {
  material.state = material.state === state ? null : state
  const isHere = material.state === 'present' || material.state === 'defective'
  material.paper = isHere && (material.paper || material.files.length === 0)
}
