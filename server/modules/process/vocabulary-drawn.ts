/** The services every drawing may use, in the words of someone who draws, with what each takes. */
import { notificationTemplates } from '../../../workflows/notification/domain.ts'
import { clockNames, nounWords } from '../../../workflows/nouns.ts'
import { paperKinds } from '../../../workflows/paper/domain.ts'
import type { DrawnService } from '../../../workflows/process/services.ts'
import type { Named, ServiceInput, ServiceWord } from '../../service-word.ts'

export const named = (words: Readonly<Record<string, string>>): Named[] =>
  Object.entries(words).map(([id, name]) => ({ id, name }))

/** What nouns call by one id differently says whose name is whose. */
function statusOptions(): Named[] {
  const names = new Map<string, Map<string, string[]>>()
  for (const { name: noun, statuses } of nounWords)
    for (const [id, { name }] of Object.entries(statuses)) {
      const called = names.get(id) ?? new Map<string, string[]>()
      names.set(id, called.set(name, [...(called.get(name) ?? []), noun]))
    }
  return [...names].map(([id, called]) => ({
    id,
    name: [...called].map(([name, of]) => `${name}（${of.join('、')}）`).join('／'),
  }))
}

const shortened = (text: string): string => (text.length > 36 ? `${text.slice(0, 36)}…` : text)

const clock: ServiceInput = { name: 'kind', title: '时限', required: true, options: named(clockNames) }
const clocks: ServiceInput = { ...clock, name: 'kinds', several: true }
const ref: ServiceInput = {
  name: 'ref',
  title: '时限对象',
  hint: '多人办理时各有各的时限：填 =item。不填为本件的。',
}
const basis: ServiceInput = { name: 'basis', title: '依据' }
const days = (name: string, title: string): ServiceInput => ({ name, title, required: true, whole: true })

const words: Record<DrawnService, Omit<ServiceWord, 'name'>> = {
  setStatus: {
    title: '改变状态',
    description: '把本件的状态改为所选的一种',
    inputs: [{ name: 'status', title: '状态', required: true, options: statusOptions() }],
  },
  startClock: {
    title: '开始计时',
    description: '起算一个时限，按工作日历推算到期日',
    inputs: [
      clock,
      days('budget', '天数'),
      {
        ...{ name: 'unit', title: '单位', hint: '不填为工作日。' },
        options: named({ 'working-day': '工作日', 'calendar-day': '自然日' }),
      },
      {
        ...{ name: 'mode', title: '到期', hint: '不填为仅提醒。' },
        options: named({ advise: '仅提醒', enforce: '产生法律效果' }),
      },
      ref,
      basis,
      { name: 'from', title: '起算日', hint: '日期，或以 = 开头的 FEEL 表达式；不填为当日。' },
    ],
  },
  stopClocks: {
    title: '停止计时',
    description: '结束所选的时限，不再提醒',
    inputs: [clocks, ref, { name: 'reason', title: '原因', hint: '写入时限台账；不填为本环节的名称。' }],
  },
  pauseClocks: {
    title: '暂停计时',
    description: '所选的时限暂停，恢复前不计天数',
    inputs: [
      clocks,
      { name: 'cause', title: '事由', required: true, hint: '写入时限台账，例如 等待会审。' },
      basis,
      ref,
    ],
  },
  resumeClocks: {
    title: '恢复计时',
    description: '所选的时限接着计算，到期日相应顺延',
    inputs: [clocks, ref],
  },
  extendClock: {
    title: '延长时限',
    description: '所选的时限延长若干天',
    inputs: [clock, days('days', '延长天数'), { ...basis, required: true }, ref],
  },
  tell: {
    title: '出具文书、发送短信',
    description: '本步之后出具所选的文书，并发送所选的短信；至少选一种',
    inputs: [
      {
        ...{ name: 'paper', title: '文书' },
        options: Object.entries(paperKinds).map(([id, { name }]) => ({ id, name })),
      },
      {
        ...{ name: 'message', title: '短信' },
        options: Object.entries(notificationTemplates).map(([id, text]) => ({ id, name: shortened(text) })),
      },
    ],
  },
  note: {
    title: '记入进度',
    description: '在办理进度中写一行',
    inputs: [
      { name: 'act', title: '编号', required: true, hint: '英文，例如 overdue。' },
      { name: 'name', title: '内容', required: true },
      { name: 'opinion', title: '说明' },
      { name: 'stage', title: '环节名称', hint: '不填为本环节的名称。' },
    ],
  },
}

export const drawnServiceWords: ServiceWord[] = Object.entries(words).map(([name, word]) => ({
  name,
  ...word,
}))
