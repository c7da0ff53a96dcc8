/** 站内消息 — what the staff are told in the app: kinds, levels and templates. Pure. */
import { fillText } from './domain.ts'
import { inboxTexts } from './inbox-zh.ts'

export const inboxKinds = {
  task: '待办',
  reminder: '催办',
  deadline: '时限',
  incident: '异常',
  digest: '每日摘要',
} as const
export type InboxKind = keyof typeof inboxKinds

export const inboxLevels = { info: '普通', yellow: '重要', red: '紧急' } as const
export type InboxLevel = keyof typeof inboxLevels

interface TemplateSpec {
  kind: InboxKind
  /** Unless the caller says otherwise. */
  level: InboxLevel
  /** Shown over the page at once, unless the caller says otherwise. */
  popup: boolean
  placeholders: readonly string[]
}

/** No names of applicants in any of them: a message is read in a list, by whoever was told. */
export const inboxTemplates = {
  'task-handed-over': {
    kind: 'task',
    level: 'yellow',
    popup: true,
    placeholders: ['number', 'title', 'step', 'by'],
  },
  'task-handed-over-noted': {
    kind: 'task',
    level: 'yellow',
    popup: true,
    placeholders: ['number', 'title', 'step', 'by', 'note'],
  },
  'task-reminded': {
    kind: 'reminder',
    level: 'red',
    popup: true,
    placeholders: ['number', 'title', 'step', 'by'],
  },
  'clock-rung': {
    kind: 'deadline',
    level: 'yellow',
    popup: false,
    placeholders: ['number', 'title', 'clock', 'phase', 'lastDay'],
  },
  'act-refused': {
    kind: 'task',
    level: 'red',
    popup: true,
    placeholders: ['number', 'title', 'act', 'reason'],
  },
  'incident-opened': {
    kind: 'incident',
    level: 'red',
    popup: true,
    placeholders: ['number', 'title', 'step', 'reason'],
  },
  digest: {
    kind: 'digest',
    level: 'info',
    popup: false,
    placeholders: ['mine', 'group', 'risk', 'overdue', 'soon', 'until'],
  },
} as const satisfies Record<keyof typeof inboxTexts, TemplateSpec>
export type InboxTemplate = keyof typeof inboxTemplates
export type InboxVars<T extends InboxTemplate> = Record<
  (typeof inboxTemplates)[T]['placeholders'][number],
  string | number
>

/** Longest title and text that are kept. */
export const inboxLimits = { title: 200, text: 1000 } as const

/**
 * Title and text of a message. A value that is empty after all shows as a dash: the act that tells somebody must not
 * fail on a word.
 */
export function fillInbox<T extends InboxTemplate>(
  template: T,
  vars: InboxVars<T>,
): { title: string; text: string } {
  const shown = Object.fromEntries(
    inboxTemplates[template].placeholders.map((name) => {
      const value = (vars as Record<string, string | number | undefined>)[name]
      return [name, value === undefined || value === '' ? '—' : value]
    }),
  )
  const { title, text } = inboxTexts[template]
  return {
    title: fillText(title, shown).slice(0, inboxLimits.title),
    text: fillText(text, shown).slice(0, inboxLimits.text),
  }
}
