import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportSource, Label } from '@perigon/contracts'
import { describeSource, readRows } from '@perigon/transfer'
import type { Kind, Line, Preset } from './preset.ts'

export type ExportFile = { readonly name: string; readonly path: string; readonly plain: string; readonly source: ImportSource }

/** What a folder holds: files of each kind in the order they must come in, and what is left with the reason. */
export type Folder = {
  readonly files: readonly ExportFile[]
  readonly taken: readonly { readonly kind: Kind; readonly file: ExportFile }[]
  readonly left: readonly { readonly name: string; readonly why: Label }[]
}

const NO_PLACE: Label = { zh: '这里没有对应的对象', en: 'nothing here takes it' }
const OTHER_COLUMNS: Label = { zh: '没有认出应有的列', en: 'the columns it should have are not there' }
const HELPS: Label = { zh: '用来连接其他文件', en: 'used to tie the other files together' }

/** Names of columns without case, spaces, `_` and the `property_` that warehouses put before those of HubSpot. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^property_/, '')
    .replace(/[\s_()-]/g, '')
}

/** `sf_account_data.csv`, `hubspot-crm-exports-all-companies-2026-01-01.csv` → `account`, `companies`. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.(csv|xlsx)$/, '')
    .replace(/^hubspot-crm-exports-(all-)?/, '')
    .replace(/^sf_/, '')
    .replace(/-\d{4}-\d{2}-\d{2}.*$/, '')
    .replace(/_data$/, '')
}

/** A row of a file, asked by the names its columns may have. */
function lineOf(places: ReadonlyMap<string, number>, cells: readonly string[]): Line {
  return (...names) => {
    for (const name of names) {
      const at = places.get(fold(name))
      const text = at === undefined ? '' : (cells[at] ?? '').trim()
      if (text !== '') return text
    }
    return ''
  }
}

/** The lines of a file of an export. */
export async function* linesOf(file: ExportFile): AsyncGenerator<Line> {
  const places = new Map<string, number>()
  file.source.header.forEach((name, index) => {
    if (!places.has(fold(name))) places.set(fold(name), index)
  })
  for await (const { cells } of readRows(file.path, file.source)) yield lineOf(places, cells)
}

function hasOne(file: ExportFile, names: readonly string[]): boolean {
  const header = new Set(file.source.header.map(fold))
  return names.some((name) => header.has(fold(name)))
}

/** Looks through a folder for the files of another system. */
export async function readFolder(path: string, preset: Preset): Promise<Folder> {
  const names = (await readdir(path)).filter((name) => /\.(csv|xlsx)$/i.test(name)).sort()
  const files: ExportFile[] = []
  for (const name of names)
    files.push({ name, path: join(path, name), plain: plainName(name), source: await describeSource(join(path, name)) })
  const taken = preset.kinds.flatMap((kind) =>
    files
      .filter((file) => kind.files.includes(file.plain) && hasOne(file, kind.key) && hasOne(file, kind.known))
      .map((file) => ({ kind, file })),
  )
  const used = new Set(taken.map(({ file }) => file))
  const left = files.filter((file) => !used.has(file)).map((file) => ({ name: file.name, why: reason(preset, file) }))
  return { files, taken, left }
}

function reason(preset: Preset, { plain }: ExportFile): Label {
  const helpers = preset.kinds.flatMap((kind) => [
    ...Object.values(kind.links ?? {}).flatMap((link) => link.joined?.files ?? []),
    ...(kind.stages?.files ?? []),
  ])
  if (helpers.includes(plain) || preset.people.files.includes(plain)) return HELPS
  if (preset.kinds.some((kind) => kind.files.includes(plain))) return OTHER_COLUMNS
  return preset.left.find(({ files }) => files.test(plain))?.why ?? NO_PLACE
}
