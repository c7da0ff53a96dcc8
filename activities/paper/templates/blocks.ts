/** The parts papers are put together from: plain values, which `blocks.typ` lays out. */
import { paperBasis } from '../../../workflows/paper/domain.ts'
import type { PaperData, PaperMaterial } from '../../../workflows/paper/domain.ts'
import { materialStates } from '../../../workflows/case/domain.ts'
import { sentence } from './words.ts'

export type Block =
  | { block: 'addressee' | 'paragraph' | 'heading'; text: string }
  /** Rows of name and value, or of two names with their values. */
  | { block: 'form'; rows: string[][] }
  | { block: 'table'; columns: Column[]; rows: string[][] }
  /** Names with places to be filled in by hand, pairs as in a form; `widths` of the four columns. */
  | { block: 'blanks'; widths: Width[]; rows: string[][] }
  | SignOff

/** `signatories` and `date` are centred on the seal's place; `closing` stays on their page. */
export interface SignOff {
  block: 'sign-off'
  closing: Block[]
  signatories: string[]
  date: string
  seal: string
  /** Below the QR code. */
  codeText: string
  /** Where the applicant signs for the paper, and when. */
  signedFor: string[]
}

/** In parts of a character's width; `*` shares what is left of the line. */
type Width = number | '*'

interface Column {
  name: string
  width: Width
  centred: boolean
}

export function paragraph(text: string): Block {
  return { block: 'paragraph', text }
}

export function addressee(name: string): Block {
  return { block: 'addressee', text: `${name}：` }
}

export function heading(text: string): Block {
  return { block: 'heading', text }
}

/** One reason is a sentence of its own, several are numbered. */
export function reasonList(reasons: string[]): Block[] {
  if (reasons.length === 1) return [paragraph(sentence(reasons[0]!))]
  return reasons.map((reason, i) => paragraph(`${i + 1}．${sentence(reason)}`))
}

/** `依照A、B，`, or nothing where neither law nor item gives a basis: a paper never invents one. */
export function basisClause(data: PaperData): string {
  const basis = paperBasis(data)
  return basis.length ? `依照${basis.join('、')}，` : ''
}

/** Names and values, one or two pairs to a row: `[name, value]` or `[name, value, name, value]`. */
export type FormRow = readonly [string, string | undefined, string?, (string | undefined)?]

/** A form of names and values; rows without any value are left out. */
export function form(rows: FormRow[]): Block {
  const filled = rows.filter(([, first, , second]) => first || second)
  return { block: 'form', rows: filled.map((row) => row.map((text) => text ?? '')) }
}

export function table(columns: Column[], rows: string[][]): Block {
  return { block: 'table', columns, rows }
}

export function blanks(widths: Width[], rows: string[][]): Block {
  return { block: 'blanks', widths, rows }
}

/** Materials with state and reason; form, copies and reasons only where any material has one. */
export function materialTable(materials: PaperMaterial[]): Block {
  const columns = materialColumns.filter(({ value }) => materials.some((material) => value(material)))
  const rows = materials.map((material, i) => [
    String(i + 1),
    ...columns.map(({ value }) => value(material) ?? '—'),
  ])
  return table([ordinal, ...columns.map(({ name, width, centred }) => ({ name, width, centred }))], rows)
}

export const ordinal: Column = { name: '序号', width: 2.2, centred: true }

const materialColumns: (Column & { value: (material: PaperMaterial) => string | undefined })[] = [
  { name: '材料名称', width: '*', centred: false, value: ({ name }) => name },
  { name: '形式', width: 3.2, centred: true, value: ({ form }) => form },
  { name: '份数', width: 2.2, centred: true, value: ({ copies }) => copies?.toString() },
  { name: '情况', width: 3.2, centred: true, value: ({ state }) => materialStates[state] },
  { name: '说明', width: '*', centred: false, value: ({ reason }) => reason },
]

/** 第三十八条第二款: how to ask for review, and how to sue. */
export function remediesParagraph(data: PaperData): Block[] {
  const { reconsideration, suit } = data.remedies ?? {}
  const ways = [
    reconsideration && `自收到本决定书之日起${reconsideration.days}日内向${reconsideration.body}申请行政复议`,
    suit && `自收到本决定书之日起${suit.months}个月内依法向${suit.court}提起行政诉讼`,
  ].filter((way) => way !== undefined)
  return ways.length ? [paragraph(`如不服本决定，可以${ways.join('，也可以')}。`)] : []
}

export const blankDate = '　　　年　月　日'
