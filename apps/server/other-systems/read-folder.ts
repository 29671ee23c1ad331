import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type ImportSource, isJsonObject, type Label } from '@perigon/contracts'
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
export function fold(name: string): string {
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

function placesOf(file: ExportFile): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  file.source.header.forEach((name, index) => {
    if (!places.has(fold(name))) places.set(fold(name), index)
  })
  return places
}

/** The lines of a file of an export. */
export async function* linesOf(file: ExportFile): AsyncGenerator<Line> {
  const places = placesOf(file)
  for await (const { cells } of readRows(file.path, file.source)) yield lineOf(places, cells)
}

/** A line without values, told of every column it is asked for. */
export function blankLine(file: ExportFile, asked: (column: number) => void): Line {
  const places = placesOf(file)
  return (...names) => {
    for (const name of names) {
      const at = places.get(fold(name))
      if (at !== undefined) asked(at)
    }
    return ''
  }
}

function hasOne(file: ExportFile, names: readonly string[]): boolean {
  const header = new Set(file.source.header.map(fold))
  return names.some((name) => header.has(fold(name)))
}

const LEFT_BY_YOU: Label = { zh: '您选择不导入', en: 'left out by you' }

/** Why a file cannot be read at all; such files (an empty one) are left and do not stop the others. */
function unreadable(error: unknown): Label {
  const detail = error instanceof AppError && error.code === 'import.file' ? error.data['detail'] : undefined
  if (!isJsonObject(detail) || typeof detail['zh'] !== 'string' || typeof detail['en'] !== 'string') throw error
  return { zh: detail['zh'], en: detail['en'] }
}

type Left = Folder['left'][number]

async function filesIn(path: string): Promise<{ readonly files: readonly ExportFile[]; readonly left: readonly Left[] }> {
  const names = (await readdir(path)).filter((name) => /\.(csv|xlsx)$/i.test(name)).sort()
  const files: ExportFile[] = []
  const left: Left[] = []
  for (const name of names)
    await describeSource(join(path, name)).then(
      (source) => files.push({ name, path: join(path, name), plain: plainName(name), source }),
      (error: unknown) => left.push({ name, why: unreadable(error) }),
    )
  return { files, left }
}

function takenBy(preset: Preset, files: readonly ExportFile[]): Folder['taken'] {
  return preset.kinds.flatMap((kind) =>
    files
      .filter((file) => kind.files.includes(file.plain) && hasOne(file, kind.key) && hasOne(file, kind.known))
      .map((file) => ({ kind, file })),
  )
}

/** Looks through a folder for the files of another system; `leave` names files that shall not come in. */
export async function readFolder(path: string, preset: Preset, leave: readonly string[] = []): Promise<Folder> {
  const { files, left } = await filesIn(path)
  const all = takenBy(preset, files)
  const taken = all.filter(({ file }) => !leave.includes(file.name))
  const used = new Set(taken.map(({ file }) => file))
  const refused = new Set(all.map(({ file }) => file))
  const why = (file: ExportFile): Label => (refused.has(file) ? LEFT_BY_YOU : reason(preset, file))
  const passed = files.filter((file) => !used.has(file)).map((file) => ({ name: file.name, why: why(file) }))
  return { files, taken, left: [...passed, ...left].toSorted((a, b) => a.name.localeCompare(b.name)) }
}

/** The system whose files these are rather, when this one knows none of them. */
export function ratherOf(folder: Folder, presets: readonly Preset[]): string | null {
  if (folder.taken.length > 0) return null
  const counted = presets.map((preset) => ({ preset, taken: takenBy(preset, folder.files).length })).sort((a, b) => b.taken - a.taken)
  return counted[0] !== undefined && counted[0].taken > 0 ? counted[0].preset.source : null
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
