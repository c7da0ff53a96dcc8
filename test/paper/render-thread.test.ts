import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { renderPaper } from '../../activities/paper/render.ts'
import { renderPaperInThread, stopRenderThread } from '../../activities/paper/render-thread.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { sampleOf } from './samples.ts'

const at = '2026-11-23T10:05:00+08:00'
const receipt = (n: number): PaperData => ({
  ...sampleOf('receipt'),
  kind: 'receipt',
  caseNo: `T${n}`,
  number: `京海政服〔2026〕收字第${String(n).padStart(6, '0')}号`,
  date: '2026-11-23',
  at,
})

describe('printing beside the event loop', function () {
  this.timeout(120_000)
  after(stopRenderThread)

  it('gives the same bytes as printing here', async () => {
    const beside = await renderPaperInThread(receipt(1))
    const here = await renderPaper(receipt(1))
    assert.equal(beside.sha256, here.sha256)
    assert.ok(Buffer.isBuffer(beside.pdf) && beside.pdf.equals(here.pdf))
  })

  it('leaves the event loop idle while ten papers are printed', async () => {
    await renderPaperInThread(receipt(1))
    const before = performance.eventLoopUtilization()
    await Promise.all(Array.from({ length: 10 }, (_, i) => renderPaperInThread(receipt(i))))
    const { utilization } = performance.eventLoopUtilization(before)
    assert.ok(utilization < 0.3, `busy for ${Math.round(utilization * 100)} %`)
  })

  it('a paper that cannot be printed says why, and the next one is printed', async () => {
    const broken = { ...receipt(2), centre: undefined } as unknown as PaperData
    await assert.rejects(renderPaperInThread(broken), TypeError)
    assert.ok((await renderPaperInThread(receipt(2))).pdf.length > 1_000)
  })

  it('a crash of the thread fails the paper in work alone', async () => {
    const inWork = renderPaperInThread(receipt(3))
    const waiting = renderPaperInThread(receipt(4))
    const failed = assert.rejects(inWork, /render thread ended/)
    await stopRenderThread()
    await failed
    assert.equal((await waiting).sha256, (await renderPaper(receipt(4))).sha256)
  })
})
