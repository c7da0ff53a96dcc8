import { createHash } from 'node:crypto'
import type { PaperData } from '../../workflows/paper/domain.ts'
import type { RenderedPaper } from './render.ts'

/**
 * An empty sheet in place of the paper, for tests and trials that print thousands and read none: a valid PDF of 500
 * bytes in some microseconds. Equal data give equal bytes, other data others.
 */
export async function plainPaper(data: PaperData): Promise<RenderedPaper> {
  const print = createHash('sha256').update(JSON.stringify(data)).digest('hex')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>',
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, i) => {
    const offset = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const xref = text.length
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`
  text += `trailer\n<< /Size ${size} /Root 1 0 R /ID [<${print}> <${print}>] >>\nstartxref\n${xref}\n%%EOF\n`
  const pdf = Buffer.from(text, 'latin1')
  return { pdf, sha256: createHash('sha256').update(pdf).digest('hex') }
}
