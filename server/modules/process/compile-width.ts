/** What a drawing may say, by the width of the columns that will hold it: found at publish, not with the first case. */
import { formsOf } from './compile-form.ts'
import { label, refuse, type Draft } from './compile-draft.ts'

/**
 * migrations/002-process.ts: keys of tasks and timers are `<element path>#<n>` in 160, elements in 120, names in 120, acts
 * and outcomes in 60, definitions `<key>@<version>` in 80.
 */
export const widths = { path: 110, name: 120, act: 60, key: 60, form: 60 } as const

/** Elements of one process, called ones inlined, and levels of sub-processes and calls. */
export const bounds = { elements: 2000, depth: 20 } as const

export function checkProcess(draft: Draft, key: string, name: string | undefined): void {
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(key))
    refuse(draft, key, 'bad-id', `流程编号“${key}”须以字母或下划线开头，只含字母、数字、“-”“_”“.”`)
  if (key.length > widths.key) refuse(draft, key, 'too-long', `流程编号超过 ${widths.key} 个字符`)
  if ((name ?? '').length > widths.name) refuse(draft, key, 'too-long', `流程名称超过 ${widths.name} 个字符`)
}

export function checkWidths(draft: Draft): void {
  for (const el of Object.values(draft.elements)) {
    const long = (what: string, text: string | undefined, most: number) => {
      if (text !== undefined && text.length > most)
        refuse(draft, el.id, 'too-long', `${label(el)}的${what}超过 ${most} 个字符`)
    }
    long('编号（含所在调用活动）', el.id, widths.path)
    long('名称', el.name, widths.name)
    if (el.event?.kind === 'message') long('消息名', el.event.name, widths.act)
    long('操作名称', el.act?.name, widths.name)
    for (const outcome of el.user?.outcomes ?? []) {
      long(`办理结果“${outcome.id.slice(0, 20)}”的编号`, outcome.id, widths.act)
      long(`办理结果“${outcome.id.slice(0, 20)}”的名称`, outcome.name, widths.name)
    }
    for (const form of formsOf(el)) {
      long('表单编号', form, widths.form)
      if (draft.forms && !draft.forms.has(form))
        refuse(draft, el.id, 'unknown-form', `${label(el)}使用的表单“${form}”不存在`)
    }
    const clock = el.user?.clock
    if (clock !== undefined && draft.clocks && !draft.clocks.has(clock))
      refuse(draft, el.id, 'unknown-clock', `${label(el)}引用的时限“${clock}”不存在`)
  }
}
