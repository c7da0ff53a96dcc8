import { exportPdf, layOut } from '../../activities/paper/typst.ts'

/** One sheet that stands for a scanned material. */
export function samplePdf(title: string, applicant: string): Buffer {
  const data = {
    title,
    applicant: `申请人：${applicant}`,
    note: '本页为演示材料，内容不具有任何效力。',
  }
  return exportPdf(layOut('sample.typ', data), '2026-01-05T09:00:00+08:00')
}
