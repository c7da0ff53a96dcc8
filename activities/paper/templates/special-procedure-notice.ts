import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { addressee, basisClause, form, paragraph, reasonList } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, quoted, termText, you } from './words.ts'

/** 特别程序告知书: the time it needs is told in writing (第四十五条). */
export const specialProcedureNotice: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(
    `${you(data)}提出的${quoted(data.item.name)}申请，在作出决定前需要进行${data.special?.name ?? ''}。` +
      `${basisClause(data)}现将有关事项告知如下：`,
  ),
  ...(data.reasons?.length ? reasonList(data.reasons) : []),
  form([
    ['特别程序', data.special?.name],
    ['开始日期', data.special && dayText(data.special.startOn)],
    ['预计所需时间', needed(data)],
    ['法定办理期限', data.special && counts(data.special.countsStatutory)],
    ['承诺办理期限', data.special && counts(data.special.countsPromised)],
  ]),
  signOff(data, paragraph(closing(data))),
]

function needed({ special }: PaperData): string | undefined {
  return special?.days === undefined ? undefined : termText({ days: special.days, unit: special.unit })
}

const counts = (does: boolean) => (does ? '所需时间计入' : '所需时间不计入')

/** A site survey and the like count towards the statutory term; the paper must not say otherwise. */
function closing(data: PaperData): string {
  const longer = data.special?.statutoryWithSurvey
  if (longer) return `需要现场核查的，法定办理期限为${termText(longer)}；上述程序所需时间计入该期限。`
  return data.special?.countsStatutory
    ? '上述程序所需时间计入法定办理期限，法定期限不因此顺延。'
    : '上述程序所需时间不计算在法定办理期限内，程序结束之次日起恢复计算。'
}
