/** A small house in which every rule holds. A plant changes it in one place. */
export const sound: { readonly [path: string]: string } = {
  'packages/contracts/package.json': pkg('contracts', []),
  'packages/contracts/index.ts': 'export type Json = null | string\nexport const nothing: Json = null\n',
  'packages/define/package.json': pkg('define', ['contracts']),
  'packages/define/index.ts':
    "import type { Json } from '@perigon/contracts'\nexport const defineObject = (key: string, value: Json) => ({ key, value })\n",
  'packages/db/package.json': pkg('db', ['contracts']),
  'packages/db/index.ts': "import pg from 'pg'\nexport const makePool = () => new pg.Pool()\n",
  'packages/kernel/package.json': pkg('kernel', ['contracts', 'define', 'db']),
  'packages/kernel/index.ts': "export { write } from './records/write.ts'\nexport const defineModule = (module: object) => module\n",
  'packages/kernel/records/write.ts': "import { read } from '../query/read.ts'\nexport const write = (text: string) => read(text)\n",
  'packages/kernel/query/read.ts': 'export const read = (text: string) => text\n',
  'packages/http/package.json': pkg('http', ['contracts', 'db', 'kernel']),
  'packages/http/index.ts':
    "import { write } from '@perigon/kernel'\nexport function routes(app: { get: (path: string, options: object, handler: () => string) => void }) {\n  app.get('/healthz', { config: { access: 'public' }, schema: {} }, () => write(''))\n}\n",
  'packages/jobs/package.json': pkg('jobs', ['contracts', 'db', 'kernel']),
  'packages/jobs/index.ts':
    "import { PgBoss } from 'pg-boss'\nexport const boss = () => new PgBoss('')\nexport const nightly = { name: 'nightly', parse: (payload: unknown) => payload, key: () => 'one', handle: async () => undefined }\n",
  'packages/fields/package.json': pkg('fields', ['contracts', 'define']),
  'packages/fields/index.ts': "export const isMoney = (field: { readonly type: string }) => field.type === 'money'\n",
  'packages/ui/package.json': pkg('ui', ['contracts', 'define', 'fields']),
  'packages/ui/index.ts':
    "import { isMoney } from '@perigon/fields'\nexport const hello = { zh: '您好', en: 'Hello' }\nexport const money = isMoney\n",
  'packages/testing/package.json': pkg('testing', ['kernel']),
  'packages/testing/index.ts': "import { write } from '@perigon/kernel'\nexport const build = write\n",
  'modules/customers/package.json': modulePackage('customers'),
  'modules/customers/module.ts':
    "import { defineModule } from '@perigon/kernel'\nexport const customers = defineModule({ name: 'customers', needs: [] })\n",
  'modules/customers/index.ts': "export { customers } from './module.ts'\n",
  'modules/customers/objects.ts': "export { Customer } from './customer/customer.object.ts'\n",
  'modules/customers/web.ts': "export { panel } from './customer/web/customer.panel.tsx'\n",
  'modules/customers/customer/customer.object.ts':
    "import { defineObject } from '@perigon/define'\nexport const Customer = defineObject('customer', '客户')\n",
  'modules/customers/customer/customer.hooks.ts':
    "import { write } from '@perigon/kernel'\nexport const customerHooks = { resolve: write }\n",
  'modules/customers/customer/customer.verbs.ts':
    "import { customerHooks } from './customer.hooks.ts'\nimport { lastContact } from './last-contact.subscriber.ts'\nexport const merge = [customerHooks, lastContact]\n",
  'modules/customers/customer/customer.test.ts':
    "import { build } from '@perigon/testing'\nimport { merge } from './customer.verbs.ts'\nbuild(String(merge))\n",
  'modules/customers/customer/web/customer.panel.tsx':
    "import { hello } from '@perigon/ui'\nimport { Customer } from '../customer.object.ts'\nexport const panel = [hello, Customer]\n",
  'modules/customers/customer/last-contact.subscriber.ts':
    "export const lastContact = { name: 'last_contact', objects: ['customer'], handle: async () => undefined }\n",
  'modules/sales/package.json': modulePackage('sales'),
  'modules/sales/module.ts':
    "import { defineModule } from '@perigon/kernel'\nexport const sales = defineModule({ name: 'sales', needs: ['customers'] })\n",
  'modules/sales/index.ts': "export { sales } from './module.ts'\n",
  'modules/sales/objects.ts': "export { Opportunity } from './opportunity/opportunity.object.ts'\n",
  'modules/sales/opportunity/opportunity.object.ts':
    "import { defineObject, f } from '@perigon/define'\nexport const Opportunity = defineObject('opportunity', { customer: f.link('customer') })\n",
  'modules/analytics/package.json': modulePackage('analytics'),
  'modules/analytics/module.ts':
    "import { defineModule } from '@perigon/kernel'\nexport const analytics = defineModule({ name: 'analytics', needs: [] })\n",
  'modules/analytics/index.ts': "export { analytics } from './module.ts'\n",
  'apps/server/package.json': JSON.stringify({ name: '@perigon/server', exports: { '.': './compose.ts' }, dependencies: {} }),
  'apps/server/compose.ts':
    "import { customers } from '@perigon/customers'\nimport { sales } from '@perigon/sales'\nexport const modules = [customers, sales]\n",
  '.oxlintrc.json': lintRules(),
  'tools/launcher/suite.mjs': "run('oxlint --type-aware --deny-warnings')\n",
}

function pkg(name: string, needs: readonly string[]): string {
  const dependencies = Object.fromEntries(needs.map((need) => [`@perigon/${need}`, '0.1.0']))
  return JSON.stringify({ name: `@perigon/${name}`, exports: { '.': './index.ts' }, dependencies })
}

function modulePackage(name: string): string {
  return JSON.stringify({
    name: `@perigon/${name}`,
    exports: { '.': './index.ts', './objects': './objects.ts', './web': './web.ts' },
    dependencies: {},
  })
}

function lintRules(): string {
  const held = [
    'typescript/no-floating-promises',
    'typescript/no-misused-promises',
    'typescript/switch-exhaustiveness-check',
    'typescript/no-explicit-any',
    'typescript/no-non-null-assertion',
    'typescript/consistent-type-assertions',
    'import/no-default-export',
    'import/no-cycle',
    'node/no-process-env',
    'eslint/no-console',
  ]
  return JSON.stringify({ rules: Object.fromEntries(held.map((rule) => [rule, 'error'])) }, null, 2)
}
