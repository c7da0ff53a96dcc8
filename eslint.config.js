import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { noCycle } from './scripts/lint/no-cycle.js'
import { rooms } from './scripts/lint/rooms.js'

/** In Temporal's sandbox `Date.now()` is the case's own, replayable clock: the host reads it there, the runtime hands it on as `at`. */
const SANDBOX_CLOCK_FILES = ['workflows/process/temporal-host.ts']
/** Where a wrong clock would become a wrong legal date. */
const BUSINESS_TIME_FILES = ['activities/**/*.ts', 'server/records/**/*.ts']

const TIME_HINT = 'Business time is an argument (`at`), never the clock of this machine.'
const SQL_CLOCK = String.raw`/(?<!recorded_at[^,\n]*)\b(now\s*\(|current_timestamp|current_date|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp)/i`

const noMachineClock = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: TIME_HINT },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: TIME_HINT },
  { selector: "CallExpression[callee.name='Date']", message: TIME_HINT },
]
const noSqlClock = [
  {
    selector: "CallExpression[callee.property.name='now'][callee.object.property.name='fn']",
    message: `${TIME_HINT} Only recorded_at has a database default.`,
  },
  {
    selector: `Literal[value=${SQL_CLOCK}]`,
    message: `${TIME_HINT} Only recorded_at has a database default.`,
  },
  {
    selector: `TemplateElement[value.raw=${SQL_CLOCK}]`,
    message: `${TIME_HINT} Only recorded_at has a database default.`,
  },
]
const noRandom = {
  selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
  message: 'A workflow must replay the same: keys are counted in its own state.',
}

export default tseslint.config(
  { ignores: ['node_modules/**', 'dist/**', '.data/**', 'data/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    ignores: ['web/**'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    },
  },
  {
    files: ['web/**/*.vue'],
    extends: [tseslint.configs.base, vue.configs['flat/essential']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Pages are list.vue and detail.vue in the folder of their capability.
      'vue/multi-word-component-names': 'off',
      // A form section edits the form object its page hands it; replacing the object is what stays forbidden.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
    },
  },
  { files: ['web/**/*.ts'], extends: [tseslint.configs.base] },
  {
    files: ['**/*.ts', '**/*.vue', '**/*.js', '**/*.mjs'],
    plugins: { banjian: { rules: { rooms, 'no-cycle': noCycle } } },
    rules: {
      'banjian/rooms': 'error',
      'banjian/no-cycle': 'error',
      'no-debugger': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['workflows/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...noMachineClock, noRandom] } },
  {
    files: SANDBOX_CLOCK_FILES,
    rules: { 'no-restricted-syntax': ['error', ...noMachineClock.slice(1), noRandom] },
  },
  {
    files: BUSINESS_TIME_FILES,
    rules: { 'no-restricted-syntax': ['error', ...noMachineClock, ...noSqlClock] },
  },
  {
    files: ['migrations/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='defaultTo']:has(CallExpression[callee.property.name='now']):not(:has(Literal[value='recorded_at']))",
          message: `${TIME_HINT} Only recorded_at has a database default.`,
        },
        ...noSqlClock.slice(1),
      ],
    },
  },
)
