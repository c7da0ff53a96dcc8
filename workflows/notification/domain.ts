/**
 * Texts sent to applicants. Pure. No names and no secrets in a text: it passes through a third party's gateway
 * and is kept in clear in the record of what was sent.
 */

export const notificationChannels = { sms: '短信', inbox: '站内消息' } as const
export type NotificationChannel = keyof typeof notificationChannels

export const notificationStatuses = { pending: '待发送', sent: '已发送', failed: '发送失败' } as const
export type NotificationStatus = keyof typeof notificationStatuses

/** Placeholders are `{name}`; every one must be given. */
export const notificationTemplates = {
  'case-received':
    '【政务服务】您申请的“{item}”已收件，办件编号{caseNo}。查询密码见收件凭证，可凭编号和密码查询进度。',
  'case-accepted': '【政务服务】您的办件{caseNo}“{item}”已于{date}受理，承诺办结日期{lastDay}。',
  'case-deemed-accepted':
    '【政务服务】您的办件{caseNo}“{item}”依照行政许可法第三十二条，自收到申请之日{date}起即为受理。',
  'supplement-notice':
    '【政务服务】您的办件{caseNo}“{item}”需补正{count}项材料，期限{days}，最后一日{lastDay}。逾期未补正的，视为撤回申请。详见一次性补正告知书{paperNumber}。',
  'late-supplement':
    '【政务服务】您的办件{caseNo}“{item}”审查中需补充{count}项材料，请在{lastDay}前提交，收齐后继续办理。详见告知书{paperNumber}。',
  'supplement-reminder':
    '【政务服务】提醒：您的办件{caseNo}“{item}”补正期限还剩{remaining}，最后一日{lastDay}，逾期未补正的视为撤回申请。',
  'supplement-received': '【政务服务】您的办件{caseNo}补正材料已于{date}收到，我们将尽快核对。',
  refused: '【政务服务】您的办件{caseNo}“{item}”不予受理，理由和救济途径见不予受理决定书{paperNumber}。',
  'terminated-deemed-withdrawn':
    '【政务服务】您的办件{caseNo}“{item}”补正期限已于{lastDay}届满，未收到全部补正材料，视为撤回申请，办件终止。通知书{paperNumber}。您可以重新申请，已提交的材料可继续使用。',
  'terminated-ended':
    '【政务服务】您的办件{caseNo}“{item}”已于{date}结束，原因见办件终止通知书{paperNumber}。您可以重新申请，已提交的材料可继续使用。',
  'terminated-withdrawn':
    '【政务服务】您的办件{caseNo}“{item}”已于{date}按您的申请撤回，办件终止。通知书{paperNumber}。',
  'decision-granted':
    '【政务服务】您的办件{caseNo}“{item}”已作出准予决定，文号{paperNumber}，将于{lastDay}前送达。',
  'decision-refused':
    '【政务服务】您的办件{caseNo}“{item}”已作出不予决定，文号{paperNumber}，理由和救济途径见决定书。',
  extension:
    '【政务服务】您的办件{caseNo}“{item}”办理期限延长{days}，新的最后一日{lastDay}，理由见延期告知书{paperNumber}。',
  'special-procedure':
    '【政务服务】您的办件{caseNo}“{item}”进入{procedure}，预计{days}，详见特别程序告知书{paperNumber}。',
  delivered: '【政务服务】您的办件{caseNo}“{item}”结果已于{date}送达，办件办结。',
} as const

export type NotificationTemplate = keyof typeof notificationTemplates

export type NotificationVars = Record<string, string | number>

/** Placeholders of a template, in order of appearance. */
export function placeholdersOf(template: NotificationTemplate): string[] {
  return placeholdersIn(notificationTemplates[template])
}

export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!)
}

/** Puts the values in; a value that looks like a placeholder stays as it is. */
export function fillText(text: string, vars: NotificationVars): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(vars[name]))
}

/**
 * Fills a template. Gives the names of missing placeholders instead of a text with holes in it: a citizen must
 * never read “最后一日undefined”.
 */
export function fillTemplate(
  template: NotificationTemplate,
  vars: NotificationVars,
): { text: string } | { missing: string[] } {
  const missing = placeholdersOf(template).filter((name) => {
    const value = vars[name]
    return value === undefined || value === ''
  })
  if (missing.length) return { missing }
  return { text: fillText(notificationTemplates[template], vars) }
}
