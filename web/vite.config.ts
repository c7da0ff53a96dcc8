import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string }
const api = process.env.API_URL ?? 'http://127.0.0.1:8080'

/** Libraries that change seldom and that no first page needs whole: a file each, so that a deploy keeps them cached. */
const shared: [RegExp, string][] = [
  [
    /node_modules\/element-plus\/es\/components\/(date-picker|date-picker-panel|time-picker)\//,
    'date-picker',
  ],
  [
    /node_modules\/(element-plus|@element-plus|@floating-ui|@popperjs|@vueuse|async-validator|dayjs|lodash[^/]*)\//,
    'element-plus',
  ],
  [/node_modules\/(echarts|zrender|vue-echarts)\//, 'charts'],
  [/node_modules\/(tus-js-client|js-base64|url-parse|lodash\.throttle)\//, 'upload'],
  [/node_modules\/(vue|@vue|vue-router)\//, 'vue'],
]

export default defineConfig({
  root: here('.'),
  plugins: [vue()],
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The pages are served with a policy that refuses inline code and data: fonts; small files stay files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: { index: here('index.html'), citizen: here('citizen.html') },
      output: { manualChunks: (id) => shared.find(([path]) => path.test(id))?.[1] },
    },
  },
  server: {
    port: Number(process.env.WEB_PORT ?? 5173),
    proxy: { '/api': { target: api, changeOrigin: false } },
  },
})
