// npm test [-- [--keep] [--long] [--day=YYYY-MM-DD] [--lane=pure|direct|stack|alone] [globs or mocha options]]. Installs when needed, then hands over to TypeScript in this same process.
import { ensureInstalled } from './install.mjs'

ensureInstalled()
const { register } = await import('tsx/esm/api')
register()
await import('./test/main.ts')
