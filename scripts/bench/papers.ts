/**
 * node --import tsx scripts/bench/papers.ts — what a paper costs: CPU and bytes with and without its QR code, by kind,
 * and how the memory of the printing process grows.
 */
import { readFileSync } from 'node:fs'
import { Printer } from '../../activities/paper/printer.ts'
import { renderPaper } from '../../activities/paper/render.ts'
import { paperKindList } from '../../workflows/paper/domain.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { samplePaper } from '../../test/paper/samples.ts'

const rounds = 20
const papers = 2_000

/** Each paper has data of its own: nothing of one may come out of a cache of the other. */
const paperOf = (i: number, change: Partial<PaperData> = {}) =>
  samplePaper(paperKindList[i % paperKindList.length]!, { caseNo: `HD${i}`, ...change })

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!

function cpuOf(print: () => void): number {
  const before = process.cpuUsage()
  print()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Medians: on a busy machine a few papers cost many times what they need. */
function measure(name: string, change: (i: number) => Partial<PaperData>): void {
  const costs = paperKindList.map((kind) => ({ kind, ms: [] as number[], bytes: 0 }))
  for (let i = 0; i < rounds * costs.length; i++) {
    const cost = costs[i % costs.length]!
    const data = paperOf(i, change(i))
    cost.ms.push(cpuOf(() => (cost.bytes = renderPaper(data).pdf.length)))
  }
  const of = costs.map(({ kind, ms, bytes }) => ({ kind, ms: median(ms), kb: Math.round(bytes / 1024) }))
  const mean = of.reduce((sum, { ms }) => sum + ms, 0) / of.length
  console.log(`${name}: ${mean.toFixed(1)} ms CPU a paper`)
  for (const { kind, ms, kb } of of) console.log(`  ${kind.padEnd(26)} ${ms.toFixed(1)} ms, ${kb} KB`)
}

/** Of the printing process, which is not ended here. Linux. */
async function memory(): Promise<void> {
  const printer = new Printer({ papers: Infinity, rss: Infinity })
  for (let i = 0; i <= papers; i++) {
    await printer.print(paperOf(i))
    if (i % 500) continue
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${printer.pid}/status`, 'utf8'))![1]!
    console.log(`memory of the printing process after ${i} papers: ${Math.round(Number(rss) / 1024)} MB`)
  }
}

console.log(`first paper: ${cpuOf(() => renderPaper(paperOf(0))).toFixed(0)} ms CPU`)
measure('with QR code', (i) => ({ progressUrl: `https://banjian.example.gov.cn/m/progress?no=HD${i}` }))
measure('without', () => ({ progressUrl: undefined }))
if (!process.env.NOMEM) await memory()
