// Entry of the compiling thread. `--import tsx` reaches the main thread only (Node 20), so TypeScript is loaded by tsx's own API.
import { register } from 'tsx/esm/api'

register()
await import('./compile-thread-main.ts')
