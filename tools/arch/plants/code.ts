import { type Plant, plant } from './plant.ts'

const VERBS = 'modules/customers/customer/customer.verbs.ts'
const READ = 'packages/kernel/query/read.ts'
const SUPPRESS = ['oxlint', 'disable', 'next', 'line'].join('-')
const IGNORE = ['@ts', 'ignore'].join('-')

/** Violations of the rules on what is written. */
export const codePlants = {
  folderNames: [
    plant('a folder of helpers', 'modules/customers/helpers/dates.ts', 'export const dates = 1'),
    plant('a folder of common things', 'packages/kernel/common/dates.ts', 'export const dates = 1'),
  ],
  fileNames: [
    plant('camel case', 'modules/customers/customer/customerVerbs.ts', 'export const merge = 1'),
    plant('capitals', 'packages/ui/MoneyCell.tsx', 'export const cell = 1'),
  ],
  typeEscapes: [
    plant('any', VERBS, 'export const merge = (value: any) => value'),
    plant('any in a generic', VERBS, 'export const merge: ReadonlyMap<string, any> = new Map()'),
    plant('non-null', VERBS, 'export const merge = (value: string | null) => value!'),
    plant('as', VERBS, 'export const merge = (value: unknown) => value as string'),
    plant('angle brackets', VERBS, 'export const merge = (value: unknown) => <string>value'),
    plant('any even in a test', 'modules/customers/customer/customer.test.ts', 'export const value: any = 1'),
  ],
  suppressions: [
    plant('no reason', VERBS, `// ${SUPPRESS} max-params`, 'export const merge = 1'),
    plant('a reason too short to be one', VERBS, `// ${SUPPRESS} max-params -- legacy`, 'export const merge = 1'),
    plant('one that hides whatever comes', VERBS, `// ${IGNORE}: the types of this library are wrong`, 'export const merge = 1'),
  ],
  fieldSwitches: [
    plant('a comparison', READ, "export const read = (field: { readonly type: string }) => field.type === 'money'"),
    plant('a comparison the other way round', READ, "export const read = (meta: { readonly type: string }) => 'link' !== meta.type"),
    plant(
      'a switch',
      READ,
      'export function read(definition: { readonly type: string }) {',
      '  switch (definition.type) {',
      "    case 'date':",
      '      return 1',
      '  }',
      '}',
    ),
  ],
  pools: [
    plant('a module with a pool', VERBS, "import { Pool } from 'pg'", 'export const merge = Pool'),
    plant(
      'the queue outside its package',
      'packages/kernel/query/read.ts',
      "import { PgBoss } from 'pg-boss'",
      'export const read = PgBoss',
    ),
  ],
  effects: [
    plant('the environment', VERBS, "export const merge = process.env['HOME']"),
    plant('the clock', VERBS, 'export const merge = Date.now()'),
    plant('the clock by another door', VERBS, 'export const merge = new Date()'),
    plant('chance', VERBS, 'export const merge = Math.random()'),
    plant('the console', VERBS, "console.log('merged')", 'export const merge = 1'),
  ],
  routes: [
    plant(
      'a route without access',
      'packages/http/index.ts',
      "export const routes = (app: App) => app.get('/x', { schema: {} }, () => 1)",
      'type App = { get: (path: string, options: object, handler: () => number) => void }',
    ),
    plant(
      'a route without schema',
      'packages/http/index.ts',
      "export const routes = (app: App) => app.post('/x', { config: { access: 'public' } }, () => 1)",
      'type App = { post: (path: string, options: object, handler: () => number) => void }',
    ),
    plant(
      'a route without anything',
      'packages/http/index.ts',
      "export const routes = (app: App) => app.get('/x', () => 1)",
      'type App = { get: (path: string, handler: () => number) => void }',
    ),
  ],
  jobs: [
    plant(
      'a job without a key',
      'packages/jobs/index.ts',
      "export const nightly = { name: 'nightly', parse: (payload: unknown) => payload, handle: async () => undefined }",
    ),
    plant(
      'a job that trusts its payload',
      'packages/jobs/index.ts',
      "export const nightly = { name: 'nightly', key: () => 'one', handle: async () => undefined }",
    ),
  ],
  sizes: [
    plant('a long file', VERBS, 'export const merge = 1', ...Array.from({ length: 401 }, (_, line) => `// ${line}`)),
    plant('a long function', VERBS, 'export function merge() {', ...Array.from({ length: 61 }, (_, line) => `  void ${line}`), '}'),
    plant('four parameters', VERBS, 'export const merge = (a: number, b: number, c: number, d: number) => a + b + c + d'),
    plant('five folders deep', 'modules/customers/a/b/c/d/e/deep.ts', 'export const deep = 1'),
  ],
  defaultExports: [
    plant('a default export', VERBS, 'export default function merge() {}'),
    plant('a default by name', VERBS, 'const merge = 1', 'export { merge as default }'),
  ],
  unusedExports: [plant('an export nobody imports', VERBS, 'export const merge = 1', 'export const forgotten = 2')],
  warnings: [
    {
      title: 'a rule that only warns',
      files: { '.oxlintrc.json': '{ "rules": { "eslint/no-console": "warn" } }' },
      found: '.oxlintrc.json',
    },
    {
      title: 'floating promises allowed',
      files: { '.oxlintrc.json': '{ "rules": { "typescript/no-floating-promises": "off" } }' },
      found: '.oxlintrc.json',
    },
    {
      title: 'warnings let through',
      files: { 'tools/launcher/suite.mjs': "run('oxlint --type-aware')" },
      found: 'tools/launcher/suite.mjs',
    },
  ],
  vocabulary: [
    plant('a name', READ, 'export const read = (customerId: string) => customerId'),
    plant('a key', READ, "export const read = 'opportunity.stage'"),
    plant('a property', READ, 'export const read = { sales_contacts: 1 }'),
  ],
  bilingualLabels: [
    plant('Chinese forgotten', 'packages/ui/index.ts', "export const hello = { zh: 'Hello', en: 'Hello' }"),
    plant('English forgotten', 'packages/ui/index.ts', "export const hello = { zh: '您好', en: '您好' }"),
    plant('a side left empty', 'packages/ui/index.ts', "export const hello = { zh: '您好', en: '' }"),
    plant(
      'a label of a field',
      'modules/customers/customer/customer.object.ts',
      "import { defineObject, label } from '@perigon/define'",
      "export const Customer = defineObject('customer', label('Customer', 'Customer'))",
    ),
    plant(
      'an option',
      'modules/customers/customer/customer.object.ts',
      "import { defineObject, option } from '@perigon/define'",
      "export const Customer = defineObject('customer', option('won', 'Won', 'Won'))",
    ),
  ],
} as const satisfies { readonly [rule: string]: readonly Plant[] }
