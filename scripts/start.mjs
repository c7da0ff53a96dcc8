// npm start [-- --reset [--yes]] and npm run dev. Installs when needed, then hands over to TypeScript in this same process.
import { ensureInstalled } from './install.mjs'

ensureInstalled()
const { register } = await import('tsx/esm/api')
register()
await import('./stack/start-main.ts')
