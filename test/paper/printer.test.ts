import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { Printer, paperPrinter } from '../../activities/paper/printer.ts'
import { renderPaper } from '../../activities/paper/render.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { pdfFacts } from './pdf-text.ts'
import { samplePaper } from './samples.ts'

const receipt = (n: number) => samplePaper('receipt', { caseNo: `T${n}` })
const broken = { ...receipt(0), centre: undefined } as unknown as PaperData

const runs = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A process that has been told to go is given the time. */
async function ended(pid: number): Promise<void> {
  const deadline = performance.now() + 10_000
  while (runs(pid)) {
    assert.ok(performance.now() < deadline, `process ${pid} still runs`)
    await new Promise(setImmediate)
  }
}

describe('printing in a process of its own', function () {
  this.timeout(120_000)
  /** Its process takes as long to start as many papers to print: one for whoever sets no limits. */
  const printer = new Printer()

  it('gives the same bytes as printing here', async () => {
    const beside = await printer.print(receipt(1))
    const here = renderPaper(receipt(1))
    assert.equal(beside.sha256, here.sha256)
    assert.ok(Buffer.isBuffer(beside.pdf) && beside.pdf.equals(here.pdf))
  })

  it('leaves the event loop idle while fifty papers are printed', async () => {
    await printer.print(receipt(1))
    const before = performance.eventLoopUtilization()
    await Promise.all(Array.from({ length: 50 }, (_, i) => printer.print(receipt(i))))
    const { utilization } = performance.eventLoopUtilization(before)
    assert.ok(utilization < 0.3, `busy for ${Math.round(utilization * 100)} %`)
  })

  it('a paper that cannot be printed says why, and the next one is printed by the same process', async () => {
    await assert.rejects(printer.print(broken), TypeError)
    const { pid } = printer
    assert.ok((await printer.print(receipt(2))).pdf.length > 1_000)
    assert.equal(printer.pid, pid)
  })

  it('a crash of the process fails the paper at hand alone', async () => {
    await printer.print(receipt(3))
    const failed = assert.rejects(printer.print(receipt(3)), /printing process ended/)
    const waiting = printer.print(receipt(4))
    process.kill(printer.pid!, 'SIGKILL')
    await failed
    assert.equal((await waiting).sha256, renderPaper(receipt(4)).sha256)
  })

  it('a crash between two papers fails none', async () => {
    await printer.print(receipt(5))
    const { pid } = printer
    process.kill(pid!, 'SIGKILL')
    await ended(pid!)
    assert.equal((await printer.print(receipt(6))).sha256, renderPaper(receipt(6)).sha256)
    assert.notEqual(printer.pid, pid)
  })

  it('is ended after so many papers or so much memory, and the next prints those that wait', async () => {
    for (const limits of [{ papers: 2 }, { rss: 1 }]) {
      const printer = new Printer(limits)
      const first = printer.print(receipt(0))
      const { pid } = printer
      const papers = await Promise.all([first, ...[1, 2].map((n) => printer.print(receipt(n)))])
      assert.deepEqual(
        papers.map(({ sha256 }) => sha256),
        [0, 1, 2].map((n) => renderPaper(receipt(n)).sha256),
      )
      await ended(pid!)
      assert.notEqual(printer.pid, pid)
    }
  })

  it('a paper that takes too long is given up', async () => {
    await assert.rejects(new Printer({ deadlineMs: 1 }).print(receipt(7)), /printing process ended/)
  })

  it('does not keep its parent alive, and ends with it', async () => {
    const script = `
      import { Printer } from './activities/paper/printer.ts'
      import { samplePaper } from './test/paper/samples.ts'
      const printer = new Printer()
      void printer.print(samplePaper('receipt')).then(() => process.stdout.write(String(printer.pid)))`
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { timeout: 60_000 },
    )
    assert.match(stdout, /^\d+$/)
    await ended(Number(stdout))
  })

  it('can give empty sheets at once, for whoever reads none', async () => {
    const print = paperPrinter('plain')
    const { pdf, sha256 } = await print(receipt(1))
    assert.deepEqual((await pdfFacts(pdf)).pages, 1)
    assert.equal((await print(receipt(1))).sha256, sha256)
    assert.notEqual((await print(receipt(2))).sha256, sha256)
  })
})
