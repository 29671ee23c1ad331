import { type Plant, plant } from './plant.ts'

const HOOKS = 'modules/customers/customer/customer.hooks.ts'

/** Violations of the rules on who imports whom. */
export const importPlants = {
  fileCycles: [
    plant('two files that import each other', HOOKS, "import { merge } from './customer.verbs.ts'", 'export const customerHooks = [merge]'),
    plant(
      'a circle by types alone',
      HOOKS,
      "import type { merge } from './customer.verbs.ts'",
      'export const customerHooks: typeof merge | null = null',
    ),
    plant('a circle by a dynamic import', HOOKS, "export const customerHooks = () => import('./customer.verbs.ts')"),
  ],
  folderCycles: [
    {
      title: 'two folders of a package that use each other through different files',
      files: {
        'packages/kernel/query/sort.ts': "import { clean } from '../records/clean.ts'\nexport const sort = clean\n",
        'packages/kernel/records/clean.ts': 'export const clean = 1\n',
      },
      found: 'packages/kernel/query',
    },
  ],
  packageCycles: [circleBetweenModules()],
  boundaries: [
    plant('contracts import something of ours', 'packages/contracts/index.ts', "export { defineObject } from '@perigon/define'"),
    plant(
      'the kernel imports a module',
      'packages/kernel/query/read.ts',
      "import { customers } from '@perigon/customers'",
      'export const read = customers',
    ),
    plant('the kernel imports http', 'packages/kernel/query/read.ts', "export { routes as read } from '@perigon/http'"),
    plant('the database imports the kernel', 'packages/db/index.ts', "export { write } from '@perigon/kernel'"),
    plant('screens import the kernel', 'packages/ui/index.ts', "export { write } from '@perigon/kernel'"),
    plant(
      'a server file of a module imports screens',
      'modules/customers/customer/customer.verbs.ts',
      "export { hello } from '@perigon/ui'",
    ),
    plant(
      'a screen of a module imports the kernel',
      'modules/customers/customer/web/customer.panel.tsx',
      "export { write as panel } from '@perigon/kernel'",
    ),
    plant(
      'a screen imports server code beside it',
      'modules/customers/customer/web/customer.panel.tsx',
      "export { merge as panel } from '../customer.verbs.ts'",
    ),
    plant(
      'a screen imports the server entry of a module',
      'modules/customers/customer/web/customer.panel.tsx',
      "export { sales as panel } from '@perigon/sales'",
    ),
    plant('server code imports the screens of a module', 'modules/sales/index.ts', "export { panel } from '@perigon/customers/web'"),
    plant('analytics imports a domain module', 'modules/analytics/index.ts', "export { sales } from '@perigon/sales'"),
    plant('a module imports the application', 'modules/sales/index.ts', "export { modules } from '@perigon/server'"),
    plant(
      'a definition imports its hooks',
      'modules/customers/customer/customer.object.ts',
      "export { customerHooks as Customer } from './customer.hooks.ts'",
    ),
    plant('product code imports the test machinery', 'modules/sales/index.ts', "export { build } from '@perigon/testing'"),
  ],
  closedDoors: [
    plant(
      'a deep import past the exports',
      'modules/sales/index.ts',
      "export { merge } from '@perigon/customers/customer/customer.verbs.ts'",
    ),
    plant(
      'a relative path out of the package',
      'modules/sales/index.ts',
      "export { merge } from '../customers/customer/customer.verbs.ts'",
    ),
    plant('an import of a file that is not there', 'modules/sales/index.ts', "export { sales } from './modul.ts'"),
    door('a module with a back door', { '.': './index.ts', './insides': './opportunity/opportunity.object.ts' }),
    door('a package that exports everything', { './*': './*.ts' }),
    door('a package without exports', {}),
  ],
  needs: [
    plant(
      'a link to a module that is not named',
      'modules/sales/module.ts',
      "import { defineModule } from '@perigon/kernel'",
      "export const sales = defineModule({ name: 'sales', needs: [] })",
    ),
    {
      ...plant(
        'an import of a module that is not named',
        'modules/customers/customer/customer.verbs.ts',
        "export { sales as merge } from '@perigon/sales'",
      ),
      found: 'modules/customers/module.ts',
    },
    plant(
      'a need that is not used',
      'modules/customers/module.ts',
      "import { defineModule } from '@perigon/kernel'",
      "export const customers = defineModule({ name: 'customers', needs: ['sales'] })",
    ),
    {
      title: 'two modules that need each other',
      files: {
        'modules/customers/module.ts':
          "import { defineModule } from '@perigon/kernel'\nexport const customers = defineModule({ name: 'customers', needs: ['sales'] })\n",
        'modules/customers/customer/customer.object.ts':
          "import { defineObject, f } from '@perigon/define'\nexport const Customer = defineObject('customer', { best: f.link('opportunity') })\n",
      },
      found: 'modules/sales/module.ts',
    },
    plant('a module without a declaration', 'modules/sales/module.ts', 'export const sales = {}'),
  ],
  pureHooks: [
    plant('a hook that waits', HOOKS, 'export const customerHooks = { resolve: async () => await Promise.resolve(1) }'),
    plant('a hook that calls out', HOOKS, "export const customerHooks = { resolve: () => fetch('https://example.com') }"),
    plant(
      'a hook that reaches the database',
      HOOKS,
      "import { makePool } from '@perigon/db'",
      'export const customerHooks = { resolve: makePool }',
    ),
  ],
  dataOnly: [
    plant(
      'a definition with a function',
      'modules/customers/customer/customer.object.ts',
      "import { defineObject } from '@perigon/define'",
      'export const Customer = defineObject(`customer`, () => 1)',
    ),
    plant(
      'a definition that imports the kernel',
      'modules/customers/customer/customer.object.ts',
      "export { write as Customer } from '@perigon/kernel'",
    ),
  ],
} as const satisfies { readonly [rule: string]: readonly Plant[] }

function circleBetweenModules(): Plant {
  return {
    title: 'two modules that import each other',
    files: {
      'modules/customers/customer/customer.verbs.ts': "export { sales as merge } from '@perigon/sales'\n",
      'modules/sales/index.ts': "export { sales } from './module.ts'\nexport { customers } from '@perigon/customers'\n",
    },
    found: 'modules/customers',
  }
}

function door(title: string, exports: { readonly [entry: string]: string }): Plant {
  return {
    title,
    files: { 'modules/sales/package.json': JSON.stringify({ name: '@perigon/sales', exports }) },
    found: 'modules/sales/package.json',
  }
}
