import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { fontFolders } from './fonts.ts'

/** Typst may read the files of this folder and no others. */
const folder = fileURLToPath(new URL('./templates', import.meta.url))

/** Where templates find what they print: `json("data.json")`. A file in memory only. */
const dataFile = path.join(folder, 'data.json')

// Papers come one after another: a second thread shortens none and costs a sixth more CPU.
process.env['RAYON_NUM_THREADS'] = '1'

let compiler: NodeCompiler | undefined

/**
 * Lays `data` out by a template of `templates/`. Synchronous, 2–10 ms. Data are a file and not `sys.inputs`: a change
 * of those would compile the templates anew for every paper.
 */
export function layOut(template: string, data: unknown): NodeTypstDocument {
  compiler ??= NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: fontFolders }] })
  compiler.mapShadow(dataFile, Buffer.from(JSON.stringify(data)))
  const compiled = compiler.compile({ mainFilePath: path.join(folder, template) })
  if (!compiled.result) throw new Error(`Typst refuses ${template}: ${faults(compiled.takeDiagnostics())}`)
  return compiled.result
}

/** PDF/A-2u for the archive. The date is the act's, so that equal data give equal bytes. */
export function exportPdf(document: NodeTypstDocument, at: string): Buffer {
  const pdf = compiler!.pdf(document, {
    pdfStandard: 'a-2u',
    creationTimestamp: Math.floor(Date.parse(at) / 1000),
  })
  // Without it memory grows by 1.6 MB a paper. With it memory is level, if the event loop turns between papers: only then
  // are documents let go (400 KB a paper otherwise).
  compiler!.evictCache(2)
  return pdf
}

/** Without what is quoted: that may be somebody's name, and errors go into logs. */
function faults(error: Parameters<NodeCompiler['fetchDiagnostics']>[0] | null): string {
  const found = error ? (compiler!.fetchDiagnostics(error) as { message?: string }[]) : []
  return found.map(({ message = '' }) => message.replace(/"[^"]*"|`[^`]*`/g, '…')).join('; ')
}
