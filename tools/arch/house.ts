import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type ImportUse, parseSyntax, type Syntax } from './syntax.ts'

/** A source file of the project; its syntax is read when somebody asks. */
export type SourceFile = { readonly path: string; readonly text: string; readonly syntax: () => Syntax }

export type Package = {
  /** `modules/sales`. */
  readonly folder: string
  /** `@perigon/sales`. */
  readonly name: string
  /** Entry (`.`, `./objects`) → file. */
  readonly exports: { readonly [entry: string]: string }
  readonly dependencies: readonly string[]
}

/** Everything the rules look at. A plant is a house of a few lines. */
export type House = {
  readonly files: ReadonlyMap<string, SourceFile>
  readonly packages: readonly Package[]
  /** Files that are not TypeScript but have rules of their own (`.oxlintrc.json`). */
  readonly texts: ReadonlyMap<string, string>
}

export type Violation = { readonly path: string; readonly line: number; readonly message: string }

/** A rule of architecture.md section 12, or one that follows from it. */
export type Rule = { readonly name: string; readonly find: (house: House) => readonly Violation[] }

const ROOMS = ['packages', 'modules', 'apps', 'plugins', 'tools', 'bench', 'e2e']
const SKIPPED = new Set(['node_modules', 'dist'])
const SOURCE = /\.(ts|tsx)$/
const TEXTS = ['.oxlintrc.json', 'biome.json', 'tools/launcher/suite.mjs']

/** Reads the project from the disk. */
export function loadHouse(root: string): House {
  const entries: { [path: string]: string } = {}
  for (const room of ROOMS) collect(root, room, entries)
  for (const path of TEXTS) {
    try {
      entries[path] = readFileSync(join(root, path), 'utf8')
    } catch (error) {
      throw new Error(`${path} is missing`, { cause: error })
    }
  }
  return houseOf(entries)
}

function collect(root: string, folder: string, entries: { [path: string]: string }): void {
  for (const entry of listFolder(join(root, folder))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) collect(root, path, entries)
    } else if (SOURCE.test(entry.name) || entry.name === 'package.json') {
      entries[path] = readFileSync(join(root, path), 'utf8')
    }
  }
}

function listFolder(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder)
  } catch {
    return []
  }
}

function readFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
}

/** Builds a house from paths and texts. */
export function houseOf(entries: { readonly [path: string]: string }): House {
  const files = new Map<string, SourceFile>()
  const texts = new Map<string, string>()
  const packages: Package[] = []
  for (const [path, text] of Object.entries(entries)) {
    if (SOURCE.test(path)) files.set(path, { path, text, syntax: once(() => parseSyntax(path, text)) })
    else if (path.endsWith('/package.json')) packages.push(packageOf(path, text))
    else texts.set(path, text)
  }
  return { files, packages, texts }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function packageOf(path: string, text: string): Package {
  const json: unknown = JSON.parse(text)
  const read = (key: string): { readonly [name: string]: string } => {
    const value: unknown = typeof json === 'object' && json !== null ? Object.entries(json).find(([name]) => name === key)?.[1] : undefined
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return Object.fromEntries(entries.map(([name, content]) => [name, String(content)]))
  }
  const name = typeof json === 'object' && json !== null && 'name' in json ? String(json.name) : path
  return { folder: posix.dirname(path), name, exports: read('exports'), dependencies: Object.keys(read('dependencies')) }
}

/** Where an import leads: a file of the house, an entry of a package that is not exported, or outside. */
export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly via: Package | null; readonly entry: string }
  | { readonly kind: 'closed'; readonly via: Package; readonly entry: string }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'outside'; readonly name: string }

/** Follows an import from a file. */
export function resolve(house: House, from: string, { specifier }: ImportUse): Target {
  if (specifier.startsWith('.')) {
    const path = posix.normalize(posix.join(posix.dirname(from), specifier))
    if (house.files.has(path)) return { kind: 'file', path, via: null, entry: '' }
    return SOURCE.test(path) ? { kind: 'missing', path } : { kind: 'outside', name: path }
  }
  const [scope = '', rest = '', ...deeper] = specifier.split('/')
  const name = scope.startsWith('@') ? `${scope}/${rest}` : scope
  const via = house.packages.find((candidate) => candidate.name === name)
  if (via === undefined) return { kind: 'outside', name }
  const entry = ['.', ...deeper].join('/')
  const target = via.exports[entry]
  if (target === undefined) return { kind: 'closed', via, entry }
  const path = posix.join(via.folder, target)
  return house.files.has(path) ? { kind: 'file', path, via, entry } : { kind: 'missing', path }
}

/** The package a file belongs to; null for tools and the like. */
export function packageAt(house: House, path: string): Package | null {
  return house.packages.find((candidate) => path.startsWith(`${candidate.folder}/`)) ?? null
}

export function isTest(path: string): boolean {
  return (
    /\.(test|fixture)\.tsx?$/.test(path) || path.startsWith('packages/testing/') || path.startsWith('e2e/') || path.startsWith('bench/')
  )
}

/** Code that runs in the browser. */
export function isWeb(path: string): boolean {
  return /^modules\/[^/]+\/(.+\/)?web(\/|\.tsx?$)/.test(path) || /^packages\/(ui|record-ui)\//.test(path) || path.startsWith('apps/web/')
}

/** Tools run on a developer's machine, outside the product. */
export function isTool(path: string): boolean {
  return path.startsWith('tools/') || path.startsWith('bench/') || path.startsWith('e2e/')
}

/** A violation at an offset of a file. */
export function at(file: SourceFile, offset: number, message: string): Violation {
  return { path: file.path, line: file.text.slice(0, offset).split('\n').length, message }
}

/** Every file and what it imports, followed. */
export function* links(house: House): Iterable<{ readonly file: SourceFile; readonly use: ImportUse; readonly target: Target }> {
  for (const file of house.files.values()) {
    for (const use of file.syntax().imports) yield { file, use, target: resolve(house, file.path, use) }
  }
}
