/** What the staff's inbox says, in Chinese. Placeholders are declared with the template: inbox.ts. */
export const inboxTexts = {
  'task-handed-over': {
    title: '转交给您：{number} {step}',
    text: '{by}把“{title}”（{number}）的环节“{step}”转交给您办理。',
  },
  'task-handed-over-noted': {
    title: '转交给您：{number} {step}',
    text: '{by}把“{title}”（{number}）的环节“{step}”转交给您办理。附言：{note}',
  },
  'task-reminded': {
    title: '催办：{number} {step}',
    text: '{by}请您尽快办理“{title}”（{number}）的环节“{step}”。',
  },
  'clock-rung': {
    title: '{clock}{phase}：{number}',
    text: '“{title}”（{number}）的{clock}最后一日{lastDay}，请安排办理。',
  },
  'act-refused': {
    title: '未办成：{number} {act}',
    text: '您对“{title}”（{number}）的“{act}”没有办成：{reason}。请打开核对后重新办理。',
  },
  'incident-opened': {
    title: '流程异常：{number} {step}',
    text: '“{title}”（{number}）在“{step}”停住了：{reason}。排除原因后可在“异常”页重试。',
  },
  digest: {
    title: '今日待办 {mine} 件，可能超期 {risk} 件',
    text: '您名下 {mine} 件，本组待领取 {group} 件；其中已超期 {overdue} 件，{until}前到期 {soon} 件。',
  },
} as const
