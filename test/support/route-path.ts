import type { z } from 'zod'

const samples = ['1', '7b1f4a3e-52f0-4b57-9d0a-0f8f6f1c2d3e', 'sample', '2026', '2026-03-02', 'a', 'case']

/** A route's path with parameters that its schema takes, or with those given. */
export function filledPath(path: string, params?: z.ZodObject, given: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, key: string) => {
    const fits = samples.find((sample) => params?.shape[key]?.safeParse(sample).success)
    return given[key] ?? fits ?? 'sample'
  })
}
