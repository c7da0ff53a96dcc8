/** Figures as lines people can compare. */
import type { LifecycleResult } from './lifecycle.ts'

export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0)
}

export function lifecycleLine(label: string, result: LifecycleResult): string {
  const { people, cases, seconds, acts, reads, saving, refused, cpu, ours, temporals, walBytes } = result
  const each = (n: number) => Math.round(n / Math.max(cases, 1))
  const total = Object.values(cpu).reduce((sum, ms) => sum + ms, 0)
  const parts = Object.entries(cpu)
    .filter(([name]) => name !== 'simulators')
    .map(([name, ms]) => `${name} ${each(ms)}`)
  return [
    `${label} C=${people}: ${(cases / seconds).toFixed(2)} cases/s (${cases} in ${Math.round(seconds)} s)`,
    `act p50/p95 ${percentile(acts, 50)}/${percentile(acts, 95)} ms, read p95 ${percentile(reads, 95)} ms`,
    `202: ${saving}, 503: ${refused}`,
    `CPU/case ${each(total)} ms (${parts.join(', ')})`,
    `SQL/case ours ${each(ours)}, Temporal ${each(temporals)}, WAL ${Math.round(walBytes / Math.max(cases, 1) / 1024)} KB`,
  ].join('\n    ')
}
