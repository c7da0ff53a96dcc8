/** The fields of the case's act forms; what is missing or late is told at the field, the server has the last word. */
import {
  deliveryMethods,
  specialKinds,
  type DeliveryMethod,
  type SpecialKind,
} from '../../../../../workflows/case/domain'
import { choicesOf } from '../../../components/choice'
import type { Field, FormValues } from '../../../components/form/field'
import type { ActAbout } from '../../process/page/forms'
import type { CaseView } from '../model'

const proofNames: Record<DeliveryMethod, string> = {
  'counter-signature': '签收人姓名、与申请人关系',
  'e-delivery': '电子送达回执编号',
  'mail-receipt': '邮件单号、签收人',
}

/**
 * Delivery with its proof: method, day, and what proves it. The supplement term runs from the day of delivery, so the
 * day is never taken to be today without being seen.
 */
export function deliveryFields({ today, facts }: ActAbout<CaseView>): Field[] {
  const agreed = facts.case.eDelivery
  const proofs = (Object.keys(proofNames) as DeliveryMethod[]).map((method): Field => ({
    kind: 'text',
    name: 'proof',
    label: proofNames[method],
    required: true,
    max: 300,
    test: 'delivery-proof',
    when: (values) => values.method === method,
  }))
  return [
    {
      kind: 'radio',
      name: 'method',
      label: '送达方式',
      required: true,
      choices: choicesOf(deliveryMethods).filter(({ value }) => agreed || value !== 'e-delivery'),
      ...(!agreed && { hint: '申请人未同意电子送达。' }),
      test: 'delivery-method',
    },
    { kind: 'day', name: 'day', label: '送达日期', required: true, last: today, test: 'delivery-day' },
    ...proofs,
  ]
}
export const deliveryKnown = ({ today }: ActAbout<CaseView>): FormValues => ({
  method: 'counter-signature' satisfies DeliveryMethod,
  day: today,
})
export const resultDeliveryFields = (about: ActAbout<CaseView>): Field[] => [
  ...deliveryFields(about),
  { kind: 'text', name: 'certificateNo', label: '证照编号', max: 100, test: 'certificate-no' },
]

export const grantFields = (): Field[] => [
  {
    kind: 'text',
    name: 'certificateName',
    label: '证照名称',
    max: 200,
    placeholder: '发给证照的填写',
    test: 'certificate-name',
  },
  { kind: 'day', name: 'validFrom', label: '有效期自', test: 'valid-from' },
  {
    kind: 'day',
    name: 'validTo',
    label: '有效期至',
    hint: '长期有效的不填。',
    test: 'valid-to',
    rule: (to, { validFrom }) =>
      validFrom && String(to) < String(validFrom) ? '有效期的截止日早于起始日' : undefined,
  },
]

const inLaw = ({ kind }: FormValues) => Boolean(kind) && specialKinds[kind as SpecialKind].art45
/** Its kind decides whether the law stops the statutory term for it; then the time is told in writing (第四十五条). */
export const specialFields = (): Field[] => {
  const days = { kind: 'number', name: 'limitDays', label: '期限', min: 1, max: 365, unit: '工作日' } as const
  return [
    {
      kind: 'select',
      name: 'kind',
      label: '种类',
      required: true,
      choices: choicesOf(specialKinds),
      test: 'special-kind',
    },
    {
      ...days,
      required: true,
      hint: '属于行政许可法第四十五条所列情形，所需时间不计入法定时限，须书面告知申请人。',
      test: 'special-limit',
      when: inLaw,
    },
    {
      ...days,
      hint: '不在行政许可法第四十五条所列情形之内：法定时限照常计算，只可能暂停承诺时限；有专门法律依据的请填写依据。',
      test: 'special-limit',
      when: (values) => Boolean(values.kind) && !inLaw(values),
    },
    {
      kind: 'text',
      name: 'basis',
      label: '依据',
      max: 300,
      placeholder: '法律、法规名称和条款',
      test: 'special-basis',
    },
  ]
}

export const specialResultFields = (): Field[] => [
  {
    kind: 'text',
    name: 'result',
    label: '特别程序结果',
    required: true,
    max: 300,
    placeholder: '例如：检测合格，报告编号……',
    test: 'special-result',
  },
]

/** Which of the two statuses, told apart because only one is the applicant's own will. */
export const endFields = (): Field[] => [
  {
    kind: 'radio',
    name: 'status',
    label: '结束后的状态',
    required: true,
    choices: [
      { value: 'withdrawn', label: '申请撤回（申请人要求撤回）' },
      { value: 'ended', label: '结束（其他原因无法继续办理）' },
    ],
    test: 'end-status',
  },
]

/** After acceptance an end rests on a paper, which the head sees before approving. */
export const endProposalFields = (): Field[] => [
  {
    kind: 'radio',
    name: 'status',
    label: '结束的依据',
    required: true,
    choices: [
      { value: 'withdrawn', label: '申请人书面申请撤回' },
      { value: 'ended', label: '审批部门同意结束' },
    ],
    test: 'end-ground',
  },
  {
    kind: 'text',
    name: 'proof',
    label: '书面申请或同意意见的日期、编号',
    required: true,
    max: 300,
    hint: '请将书面申请或同意意见作为附件上传。',
    test: 'end-proof',
  },
]
