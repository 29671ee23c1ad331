import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One package of the lock file. */
export type Locked = {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly integrity: string
  readonly hasScript: boolean
}

function recordOf(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Licence of a package as it says itself; old packages give an object or a list. */
function licenceOf(manifest: unknown): string {
  const { license, licenses } = recordOf(manifest)
  if (typeof license === 'string') return license
  const list: readonly unknown[] = Array.isArray(licenses) ? licenses : [license]
  return list
    .map((item) => text(recordOf(item)['type']))
    .filter((item) => item !== '')
    .join(' OR ')
}

/** Everything the lock file holds; licences come from the packages themselves where they are installed. */
export function readLock(root: string): readonly Locked[] {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(recordOf(recordOf(lock)['packages'])).flatMap(([path, value]): Locked[] => {
    const entry = recordOf(value)
    if (!path.includes('node_modules/') || entry['link'] === true) return []
    const manifest = join(root, path, 'package.json')
    const installed: unknown = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : entry
    const name = text(entry['name']) || (path.split('node_modules/').at(-1) ?? '')
    return [
      {
        path,
        name,
        version: text(entry['version']),
        licence: licenceOf(installed),
        integrity: text(entry['integrity']),
        hasScript: entry['hasInstallScript'] === true,
      },
    ]
  })
}

/** What each package.json of ours asks for: file, package, range. */
export function readWishes(root: string): readonly { readonly file: string; readonly name: string; readonly range: string }[] {
  const files = ['package.json', ...globSync('{packages,modules,apps}/*/package.json', { cwd: root })]
  return files.flatMap((file) => {
    const manifest = recordOf(JSON.parse(readFileSync(join(root, file), 'utf8')))
    return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      Object.entries(recordOf(manifest[kind])).map(([name, range]) => ({ file, name, range: String(range) })),
    )
  })
}
