/**
 * node --import tsx scripts/bench/papers.ts — what a paper costs: CPU and bytes with and without its QR code, by kind,
 * and how the memory of the printing process grows.
 */
import { renderPaper } from '../../activities/paper/render.ts'
import { paperKindList } from '../../workflows/paper/domain.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { samplePaper } from '../../test/paper/samples.ts'

const rounds = 20
const papers = 2_000

/** Each paper has data of its own: nothing of one may come out of a cache of the other. */
const paperOf = (i: number, change: Partial<PaperData>) =>
  samplePaper(paperKindList[i % paperKindList.length]!, { caseNo: `HD${i}`, ...change })

const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

function cpuOf(print: () => void): number {
  const before = process.cpuUsage()
  print()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function measure(name: string, change: (i: number) => Partial<PaperData>): void {
  const cost = new Map(paperKindList.map((kind) => [kind, 0]))
  let bytes = 0
  for (let i = 0; i < rounds * paperKindList.length; i++) {
    const data = paperOf(i, change(i))
    cost.set(data.kind, cost.get(data.kind)! + cpuOf(() => (bytes += renderPaper(data).pdf.length)))
  }
  const sum = [...cost.values()].reduce((a, b) => a + b, 0)
  const count = rounds * paperKindList.length
  console.log(
    `${name}: ${(sum / count).toFixed(1)} ms CPU a paper, ${Math.round(bytes / count / 1024)} KB; by kind:`,
  )
  for (const [kind, ms] of cost) console.log(`  ${kind.padEnd(26)} ${(ms / rounds).toFixed(1)} ms`)
}

console.log(`first paper: ${cpuOf(() => renderPaper(paperOf(0, {}))).toFixed(0)} ms CPU`)
measure('with QR code', (i) => ({ progressUrl: `https://banjian.example.gov.cn/m/progress?no=HD${i}` }))
measure('without', () => ({ progressUrl: undefined }))
console.log(`memory after ${2 * rounds * paperKindList.length} papers: ${mb(process.memoryUsage.rss())}`)
for (let i = 1; i <= papers; i++) {
  renderPaper(paperOf(i, {}))
  if (i % 500 === 0) console.log(`  ${i} more: ${mb(process.memoryUsage.rss())}`)
}
