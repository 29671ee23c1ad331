import { at, type House, isTest, isTool, isWeb, links, type Package, packageAt, type Rule, type SourceFile, type Target } from '../house.ts'

/** The table of architecture.md section 3: package → packages it may import. `testing` may import anything. */
const PACKAGES: { readonly [name: string]: readonly string[] } = {
  contracts: [],
  define: ['contracts'],
  fields: ['contracts', 'define'],
  db: ['contracts'],
  kernel: ['contracts', 'define', 'fields', 'db'],
  http: ['contracts', 'db', 'kernel'],
  jobs: ['contracts', 'db', 'kernel'],
  sandbox: ['contracts', 'db', 'kernel'],
  // ADR 0011: mail is machinery: a transport, a queue, a ledger.
  mail: ['contracts', 'db', 'jobs'],
  // ADR 0013: so is push.
  push: ['contracts', 'db', 'jobs'],
  // ADR 0007: reading and writing files is machinery of its own.
  transfer: ['contracts', 'define', 'fields', 'db', 'kernel', 'jobs'],
  ui: ['contracts', 'define', 'fields'],
  'record-ui': ['contracts', 'define', 'fields', 'ui'],
  'plugin-sdk': ['contracts', 'define'],
}
const SERVER_PACKAGES = ['contracts', 'define', 'fields', 'db', 'kernel', 'http', 'jobs', 'mail', 'match', 'push', 'sandbox', 'transfer']
const WEB_PACKAGES = ['contracts', 'define', 'fields', 'ui', 'record-ui']
/** They stand around the kernel and know no domain module. */
const AROUND = ['analytics', 'integration', 'automation', 'customization']
/** Files of an object that hold data only, for server and browser alike. */
const DATA_FILE = /\.(object|options|views|labels)\.ts$/

/** Rule 2: who may import whom. */
export const boundaries: Rule = {
  name: 'imports follow the table of boundaries',
  find: (house) =>
    [...links(house)].flatMap(({ file, use, target }) => {
      const reason = isTest(file.path) || isTool(file.path) ? null : refusal(house, file, target)
      return reason === null ? [] : [at(file, use.start, `${use.specifier}: ${reason}`)]
    }),
}

/** Rule 2: what a package does not export stays inside; relative paths do not climb out. */
export const closedDoors: Rule = {
  name: 'no deep imports, no paths out of a package, nothing dangling',
  find: (house) => [
    ...[...links(house)].flatMap(({ file, use, target }) => {
      if (target.kind === 'closed') return [at(file, use.start, `${use.specifier}: ${target.via.name} does not export ${target.entry}`)]
      if (target.kind === 'missing') return [at(file, use.start, `${use.specifier}: there is no ${target.path}`)]
      const climbs = target.kind === 'file' && target.via === null && packageAt(house, file.path) !== packageAt(house, target.path)
      return climbs && !isTool(file.path) ? [at(file, use.start, `${use.specifier}: leaves its package`)] : []
    }),
    ...house.packages.flatMap((entry) => doorIssues(entry)),
  ],
}

/** Rule 2: the browser never gets server code, and only tests get the test machinery. */
function refusal(house: House, file: SourceFile, target: Target): string | null {
  if (target.kind !== 'file') return null
  const [room = '', name = ''] = file.path.split('/')
  const from = packageAt(house, file.path)
  if (target.via === null) return insideRefusal(file.path, target.path)
  if (from === target.via) return 'a package reaches its own files by relative paths'
  const [targetRoom = '', targetName = ''] = target.via.folder.split('/')
  if (targetName === 'testing' && targetRoom === 'packages') return 'only tests use the testing package'
  if (targetRoom === 'apps') return 'nobody imports an application'
  if (room === 'packages')
    return targetRoom === 'packages' && allowed(PACKAGES[name], targetName) ? null : `not in the table for packages/${name}`
  if (room === 'plugins') return target.via.folder === 'packages/plugin-sdk' ? null : 'a plug-in is built on the SDK alone'
  if (isWeb(file.path)) return webRefusal(target.via, target.entry)
  if (targetRoom === 'packages') return allowed(SERVER_PACKAGES, targetName) ? null : 'server code uses no screens'
  if (room === 'modules' && AROUND.includes(name) && !AROUND.includes(targetName))
    return `${name} stands around the kernel and imports no domain module`
  return target.entry === './web' ? 'server code uses no screens' : null
}

function webRefusal(via: Package, entry: string): string | null {
  const [room = '', name = ''] = via.folder.split('/')
  if (room === 'packages') return allowed(WEB_PACKAGES, name) ? null : 'the browser gets no server code'
  return entry === './web' || entry === './objects' ? null : 'the browser takes the /web or /objects entry of a module'
}

/** Inside a module, screens see only data files and screens, and data files see only data files. */
function insideRefusal(from: string, to: string): string | null {
  if (!from.startsWith('modules/')) return null
  const data = DATA_FILE.test(to) || /^modules\/[^/]+\/objects\.ts$/.test(to)
  if (isWeb(from)) return isWeb(to) || data ? null : 'screens see definitions and screens only'
  if (isWeb(to)) return 'server code uses no screens'
  if (/\.(object|options|views)\.ts$/.test(from)) return data ? null : 'a definition is data and imports only definitions'
  return null
}

function allowed(list: readonly string[] | undefined, name: string): boolean {
  return list?.includes(name) === true
}

function doorIssues(entry: Package): readonly { readonly path: string; readonly line: number; readonly message: string }[] {
  const path = `${entry.folder}/package.json`
  const doors = Object.keys(entry.exports)
  if (doors.length === 0) return [{ path, line: 1, message: 'declares no exports' }]
  if (doors.some((door) => door.includes('*'))) return [{ path, line: 1, message: 'exports by pattern' }]
  const known = entry.folder.startsWith('modules/') ? ['.', './objects', './web'] : doors
  return doors
    .filter((door) => !known.includes(door))
    .map((door) => ({ path, line: 1, message: `a module opens ., ./objects and ./web, not ${door}` }))
}
