import { ESLint } from 'eslint'
const { default: config } = await import(new URL('./eslint.config.js', import.meta.url).href)
import tseslint from 'typescript-eslint'
const cfg = config.map((e: any) => ({ ...e, ...(e.rules ? { rules: Object.fromEntries(Object.entries(e.rules).filter(([n]) => !n.startsWith('@typescript-eslint/'))) } : {}), ...(e.languageOptions?.parserOptions?.project ? { languageOptions: { parser: tseslint.parser } } : {}) }))
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: cfg })
for (const r of await eslint.lintFiles(['server', 'activities', 'workflows', 'worker', 'web/src', 'scripts', 'test'])) for (const m of r.messages) console.log(r.filePath.replace(process.cwd() + '/', ''), m.line, m.ruleId, m.message.slice(0, 240))
