/** The parts papers are put together from. All give pdfmake content. */
import type { Content, ContentText, TableCell } from 'pdfmake/interfaces'
import { paperBasis } from '../../../workflows/paper/domain.ts'
import type { PaperData, PaperMaterial } from '../../../workflows/paper/domain.ts'
import { materialStates } from '../../../workflows/case/domain.ts'
import { cellPadding, textWidth } from '../look.ts'
import { sentence } from './words.ts'

export function paragraph(text: string): ContentText {
  return { text, style: 'paragraph', leadingIndent: 28 }
}

/** Text between the tables of a form: smaller, so that the form stays on one sheet. */
export function formText(text: string): ContentText {
  return { text, style: 'plain', leadingIndent: 24 }
}

export function addressee(data: PaperData): ContentText {
  return { text: `${data.applicant.name}：`, style: 'paragraph' }
}

export function heading(text: string): ContentText {
  return { text, style: 'heading' }
}

/** One reason is a sentence of its own, several are numbered. */
export function reasonList(reasons: string[]): Content {
  if (reasons.length === 1) return paragraph(sentence(reasons[0]!))
  return { stack: reasons.map((reason, i) => paragraph(`${i + 1}．${sentence(reason)}`)) }
}

/** `依照A、B，`, or nothing where neither law nor item gives a basis: a paper never invents one. */
export function basisClause(data: PaperData): string {
  const basis = paperBasis(data)
  return basis.length ? `依照${basis.join('、')}，` : ''
}

/** Names and values, one or two pairs to a row: `[name, value]` or `[name, value, name, value]`. */
export type FormRow = readonly [string, string | undefined, string?, (string | undefined)?]

/** A form of names and values; rows without any value are left out. */
export function form(rows: FormRow[]): Content {
  const body = rows.filter(([, first, , second]) => first || second).map(formRow)
  return table([72, '*', 62, 130], body)
}

function formRow([name, value, secondName, secondValue]: FormRow): TableCell[] {
  if (secondName === undefined) return [label(name), { ...cellText(value), colSpan: 3 }, {}, {}]
  return [label(name), cellText(value), label(secondName), cellText(secondValue)]
}

function cellText(text = ''): ContentText {
  return { text, style: 'cell' }
}

export function label(text: string, alignment: 'left' | 'center' = 'left'): TableCell {
  return { text, style: 'cell', bold: true, fillColor: '#f4f4f4', alignment }
}

export function cell(text: string, alignment: 'left' | 'center' = 'left'): TableCell {
  return { ...cellText(text), alignment }
}

/**
 * Columns have fixed widths, `*` shares what is left of the page: pdfmake's own `*` grows with the longest unbroken
 * word and pushes the other columns off the sheet. Rows stay whole, unless a text might be longer than a page.
 */
export function table(widths: (number | '*')[], body: TableCell[][], headerRows = 0): Content {
  const given = widths.reduce<number>((sum, width) => sum + (width === '*' ? 0 : width), 0)
  const left = textWidth - given - widths.length * cellPadding - 1
  const share = Math.floor(left / widths.filter((width) => width === '*').length)
  const fixed = widths.map((width) => (width === '*' ? share : width))
  const dontBreakRows = body.flat().every((content) => JSON.stringify(content).length < 400)
  return {
    table: { widths: fixed, body, headerRows, dontBreakRows },
    layout: 'paper',
    margin: [0, 4, 0, 10],
  }
}

/** Materials with state and reason; form, copies and reasons only where any material has one. */
export function materialTable(materials: PaperMaterial[]): Content {
  const columns = materialColumns.filter(({ value }) => materials.some((material) => value(material)))
  const head = [label('序号', 'center'), ...columns.map(({ name }) => label(name, 'center'))]
  const rows = materials.map((material, i) => [
    cell(String(i + 1), 'center'),
    ...columns.map(({ value, alignment }) => cell(value(material) ?? '—', alignment)),
  ])
  return table([26, ...columns.map(({ width }) => width)], [head, ...rows], 1)
}

const materialColumns: {
  name: string
  width: number | '*'
  alignment: 'left' | 'center'
  value: (material: PaperMaterial) => string | undefined
}[] = [
  { name: '材料名称', width: '*', alignment: 'left', value: ({ name }) => name },
  { name: '形式', width: 40, alignment: 'center', value: ({ form }) => form },
  { name: '份数', width: 26, alignment: 'center', value: ({ copies }) => copies?.toString() },
  { name: '情况', width: 40, alignment: 'center', value: ({ state }) => materialStates[state] },
  { name: '说明', width: 132, alignment: 'left', value: ({ reason }) => reason },
]

/** 第三十八条第二款: how to ask for review, and how to sue. */
export function remediesParagraph(data: PaperData): Content[] {
  const { reconsideration, suit } = data.remedies ?? {}
  const ways = [
    reconsideration && `自收到本决定书之日起${reconsideration.days}日内向${reconsideration.body}申请行政复议`,
    suit && `自收到本决定书之日起${suit.months}个月内依法向${suit.court}提起行政诉讼`,
  ].filter((way) => way !== undefined)
  return ways.length ? [paragraph(`如不服本决定，可以${ways.join('，也可以')}。`)] : []
}

/** An empty place to be filled in by hand. */
export function blank(text = '\n'): TableCell {
  return { text, style: 'cell', preserveLeadingSpaces: true }
}

export const blankDate = '　　　年　月　日'
