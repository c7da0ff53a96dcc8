import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Text of a PDF as poppler, an independent reader, sees it; blanks and line breaks removed. */
export async function pdfText(pdf: Buffer): Promise<string> {
  return (await poppler('pdftotext', pdf, ['-'])).replace(/\s/g, '')
}

/** Fonts and pages of a PDF by poppler. */
export async function pdfFacts(pdf: Buffer): Promise<{ pages: number; fonts: string }> {
  const info = await poppler('pdfinfo', pdf, [])
  return { pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), fonts: await poppler('pdffonts', pdf, []) }
}

async function poppler(program: string, pdf: Buffer, more: string[]): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'banjian-pdf-'))
  try {
    const file = path.join(dir, 'paper.pdf')
    await writeFile(file, pdf)
    return (await run(program, [file, ...more], { maxBuffer: 1e8 })).stdout
  } finally {
    await rm(dir, { recursive: true })
  }
}
