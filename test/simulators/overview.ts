import type { MailCarrier } from './mail.ts'
import type { SmsGateway } from './sms.ts'

/** A page for the demo: what phones and letter boxes have got, newest first. */
export function overview(sms: SmsGateway, mail: MailCarrier): string {
  const messages = sms
    .list()
    .reverse()
    .map(({ at, phone, text, deliveries }) => [at, phone, text, String(deliveries)])
  const shipments = mail
    .list()
    .reverse()
    .map((s) => [s.trackingNo, s.caseNo, s.recipient.name, s.events.at(-1)!.text])
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>外部系统模拟器</title>
<style>body{font:15px/1.6 sans-serif;max-width:960px;margin:24px auto;padding:0 16px}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ddd;padding:6px 8px;text-align:left;vertical-align:top}th{background:#f5f5f5;white-space:nowrap}</style>
<h1>外部系统模拟器</h1><p>演示用：这里显示短信网关和邮政模拟器收到的内容。</p>
<h2>短信</h2>${table(['时间', '手机', '内容', '送达次数'], messages)}
<h2>邮件</h2>${table(['邮件号', '办件编号', '收件人', '状态'], shipments)}</html>`
}

function table(head: string[], rows: string[][]): string {
  if (!rows.length) return '<p>暂无</p>'
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((c) => `<${tag}>${escape(c)}</${tag}>`).join('')}</tr>`
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
