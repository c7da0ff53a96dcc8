import { createSimulators } from './simulators.ts'

const { url, close } = await createSimulators({
  port: Number(process.env['PORT'] ?? 0),
  stateFile: process.env['SIM_STATE'],
})
console.log(`simulators ${url}`)

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)))
