import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { buildWeb } from '../../scripts/stack/web-build.ts'
import { startApp, testConfig } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { createDatabase, dropDatabase } from '../support/stack.ts'

export interface Pages {
  app: TestApp
  browser: Browser
  close(): Promise<void>
}

/** The built pages on an app of their own, without the engine, and a browser to open them. */
export async function startPages(database: string): Promise<Pages> {
  await buildWeb(path.join(tmpdir(), 'banjian-web-build.log'))
  const files = await mkdtemp(path.join(tmpdir(), `${database}-`))
  const config = { ...testConfig(await createDatabase(database), files), webDist: path.resolve('dist/web') }
  const app = await startApp({ config })
  const browser = await startBrowser()
  return {
    app,
    browser,
    close: async () => {
      await browser.close()
      await app.close()
      await dropDatabase(database)
    },
  }
}
