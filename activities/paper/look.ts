import type { CustomTableLayout, StyleDictionary } from 'pdfmake/interfaces'

/** Left, top, right, bottom in pt: 26 mm at the sides, as GB/T 9704 has it, so that a file can be bound. */
export const margins: [number, number, number, number] = [74, 62, 74, 58]

/** Width of the text on the page and of what a table adds to each column, pt. */
export const textWidth = 447
export const cellPadding = 10.5

/** Sizes follow GB/T 9704 where a form with tables allows: 2号 title, 4号 text, 5号 in tables. */
export const styles: StyleDictionary = {
  title: { fontSize: 22, bold: true, alignment: 'center', lineHeight: 1.1, margin: [0, 0, 0, 4] },
  number: { fontSize: 11, margin: [0, 0, 0, 10] },
  paragraph: { fontSize: 14, alignment: 'justify', margin: [0, 0, 0, 5] },
  plain: { fontSize: 12, alignment: 'justify', margin: [0, 0, 0, 4] },
  heading: { fontSize: 14, bold: true, margin: [0, 6, 0, 3] },
  cell: { fontSize: 10.5, lineHeight: 1.05 },
  small: { fontSize: 9, color: '#555555', lineHeight: 1.05 },
  signature: { fontSize: 14, alignment: 'center' },
  line: { fontSize: 12 },
}

export const layouts: Record<string, CustomTableLayout> = {
  paper: {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0.5,
    hLineColor: () => '#555555',
    vLineColor: () => '#555555',
    paddingLeft: () => 5,
    paddingRight: () => 5,
    paddingTop: () => 3,
    paddingBottom: () => 2,
  },
}
