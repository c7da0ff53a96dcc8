import { terminations } from '../../../workflows/paper/domain.ts'
import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Template } from './template.ts'
import { addressee, basisClause, form, heading, paragraph, reasonList } from './blocks.ts'
import { signOff } from './sign-off.ts'
import { dayText, quoted, speaker, you } from './words.ts'

/** 办件终止通知书: for silence after a served notice, at the applicant's wish, or ended with a reason. */
export const terminationNotice: Template = (data) => [
  addressee(data.applicant.name),
  paragraph(`${you(data)}提出的${quoted(data.item.name)}申请，${story(data)}`),
  ...(data.reasons?.length ? [heading('理由'), ...reasonList(data.reasons)] : []),
  paragraph(`${basisClause(data)}${speaker(data)}现通知${you(data)}，本办件终止办理。`),
  form([
    ['终止状态', data.termination && terminations[data.termination.how]],
    ['终止日期', dayText(data.date)],
    ['补正告知书', data.termination?.notice?.number],
  ]),
  signOff(data, paragraph(`本办件终止不影响${you(data)}重新提出申请，已提交的材料可以继续使用。`)),
]

function story(data: PaperData): string {
  const { how, notice } = data.termination ?? {}
  if (how === 'withdrawn') return `${you(data)}已申请撤回。`
  if (how === 'deemed-withdrawn' && notice)
    return (
      `一次性补正告知书（${notice.number}）已于${dayText(notice.servedOn)}送达，载明了补正期限和逾期后果。` +
      `补正期限已于${dayText(notice.lastDay)}届满，未收到全部补正材料，视为撤回申请。`
    )
  return '因下列理由结束办理。'
}
