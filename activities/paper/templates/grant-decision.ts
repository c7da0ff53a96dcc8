import type { Template } from './template.ts'
import { addressee, basisClause, form, paragraph } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { appliedText, dayText, lastDayText, termText } from './words.ts'

/** 准予行政许可决定书; a grant is delivered within ten working days (第四十四条). */
export const grantDecision: Template = (data) => {
  const certificate = data.decision?.certificate
  return [
    addressee(data.applicant.name),
    paragraph(
      `${appliedText(data)}经审查，该申请符合法定条件、标准。${basisClause(data)}本机关决定${data.item.licensing ? '准予行政许可' : '准予办理'}。`,
    ),
    ...(data.decision?.text ? [paragraph(data.decision.text)] : []),
    ...(certificate
      ? [
          form([
            ['证照名称', certificate.name],
            ['证照编号', certificate.number],
            ['有效期自', certificate.validFrom && dayText(certificate.validFrom)],
            ['有效期至', certificate.validTo && dayText(certificate.validTo)],
          ]),
        ]
      : []),
    ...(data.terms
      ? [
          paragraph(
            `本决定及证件自作出决定之日起${termText(data.terms)}内送达${data.terms.lastDay ? `，至${lastDayText(data, data.terms.lastDay)}` : ''}。`,
          ),
        ]
      : []),
    ...entrusted(data),
    signOff(data, ...publicity(data)),
  ]
}

/** Grants of a licence are published (第四十条). */
const publicity = (data: Parameters<Template>[0]) =>
  data.item.licensing ? [paragraph('本决定依法予以公开，公众有权查阅。')] : []

const entrusted = (data: Parameters<Template>[0]) =>
  data.entrustment
    ? [
        paragraph(
          `本办件由${data.entrustment.centre}受${data.entrustment.bureau}委托受理（委托编号：${data.entrustment.no}）。`,
        ),
      ]
    : []
