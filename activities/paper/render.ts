import { createHash } from 'node:crypto'
import pdfmake from 'pdfmake'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces'
import { paperKind, paperTitle } from '../../workflows/paper/domain.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { paperFonts } from './fonts.ts'
import { layouts, margins, styles } from './look.ts'
import { missingNote, withFonts } from './rare.ts'
import { templates } from './templates/index.ts'

export interface RenderedPaper {
  pdf: Buffer
  /** Hex. */
  sha256: string
}

/**
 * Prints a paper: A4, title centred, number on the right, seal place, page numbers. Equal data give equal bytes: the
 * PDF's creation date is the act's instant and nothing in it is random. Fonts are embedded as subsets, 20–60 KB.
 */
export async function renderPaper(data: PaperData): Promise<RenderedPaper> {
  const fonts = await paperFonts()
  pdfmake.setFonts(fonts.dictionary())
  // A paper is made of text. Whatever a text says, nothing is fetched and no file but the fonts is read.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((file) => fonts.files.has(file))
  pdfmake.setTableLayouts(layouts)
  const missing = new Set<string>()
  const body = withFonts(fonts, missing)(pageContent(data)) as Content[]
  const pdf = await pdfmake.createPdf(definition(data, [...body, ...missingNote(missing)])).getBuffer()
  return { pdf, sha256: createHash('sha256').update(pdf).digest('hex') }
}

function pageContent(data: PaperData): Content[] {
  return [
    { text: paperTitle(data.kind, data.item.licensing), style: 'title' },
    {
      columns: [
        { text: `办件编号：${data.caseNo}`, style: 'number' },
        { text: data.number, style: 'number', alignment: 'right' },
      ],
    },
    ...templates[data.kind](data),
  ]
}

function definition(data: PaperData, content: Content[]): TDocumentDefinitions {
  const title = `${paperTitle(data.kind, data.item.licensing)} ${data.number}`
  return {
    pageSize: 'A4',
    pageMargins: margins,
    version: '1.7',
    language: 'zh-CN',
    displayTitle: true,
    info: {
      title,
      author: paperKind(data.kind).issuer === 'centre' ? data.centre.name : data.bureau.name,
      subject: data.caseNo,
      creator: 'Banjian',
      producer: 'Banjian',
      creationDate: new Date(Date.parse(data.at)),
    },
    defaultStyle: { font: 'paper', fontSize: 14, lineHeight: 1.12 },
    styles,
    content,
    // The number on each page keeps the sheets of a paper together.
    footer: (page, pages) => ({
      margin: [margins[0], 10, margins[2], 0],
      stack: [
        { text: contactText(data), style: 'small' },
        {
          columns: [
            { width: '*', text: title, style: 'small' },
            { width: 'auto', text: `第 ${page} 页　共 ${pages} 页`, style: 'small' },
          ],
        },
      ],
    }),
  }
}

function contactText({ centre }: PaperData): string {
  return [centre.address, centre.phone, centre.hours].filter(Boolean).join('　')
}
