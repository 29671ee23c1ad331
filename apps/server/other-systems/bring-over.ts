import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError, type ImportJob } from '@perigon/contracts'
import { type Actor, type Kernel, objectOf } from '@perigon/kernel'
import { createImport, describeSource, findByKey, getImport, moveImport, workOnImport, writeCsv } from '@perigon/transfer'
import { importDeps } from '../import-job.ts'
import { type Passed, peopleOf, prepare, type Prepared, type Surroundings } from './prepare.ts'
import type { Kind, Preset } from './preset.ts'
import { type ExportFile, type Folder, readFolder } from './read-folder.ts'

export type BringOver = {
  readonly preset: Preset
  readonly path: string
  readonly actor: Actor
  readonly dryRun: boolean
  readonly withDeleted: boolean
  /** Records of the first kind (customers) may be found by name as well as by the other system's id. */
  readonly matchNames: boolean
  /** E-mail of the employee who takes what has no owner here. */
  readonly owner: string | null
  /** Name of the sales process opportunities come into. */
  readonly process: string
}

/** What became of one file. */
export type FileReport = {
  readonly file: string
  readonly kind: Kind
  readonly read: number
  readonly passed: Passed
  readonly job: ImportJob
  /** By link: how many other records the lines lead to, and how many of them are here. */
  readonly links: { readonly [field: string]: { readonly asked: number; readonly found: number } }
}

export type BringOverReport = { readonly files: readonly FileReport[]; readonly left: Folder['left'] }

type Named = { readonly id: string; readonly [field: string]: unknown }

async function listed(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly query: { readonly [key: string]: unknown } },
): Promise<readonly Named[]> {
  const page: { readonly data: readonly Named[] } = JSON.parse(await kernel.list(actor, input.object, { limit: 200, ...input.query }))
  return page.data
}

const PART = 100

async function employeesBy(kernel: Kernel, actor: Actor, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (let at = 0; at < emails.length; at += PART) {
    const query = { filter: { field: 'email', op: 'in', value: emails.slice(at, at + PART) }, fields: ['email'] }
    for (const row of await listed(kernel, actor, { object: 'employee', query })) found.set(String(row['email']).toLowerCase(), row.id)
  }
  return found
}

function refuse(zh: string, en: string): never {
  throw new AppError('import.file', { data: { detail: { zh, en } } })
}

async function processOf(kernel: Kernel, actor: Actor, name: string): Promise<Surroundings['process']> {
  const query = { filter: { field: 'process.name', op: 'eq', value: name }, fields: ['name', 'kind', 'process'], sort: ['position'] }
  const stages = await listed(kernel, actor, { object: 'sales_stage', query })
  const process = stages[0]?.['process']
  const id = typeof process === 'object' && process !== null && 'id' in process ? String(process.id) : ''
  if (id === '') return refuse(`没有销售流程“${name}”`, `there is no sales process “${name}”`)
  return { id, stages: stages.map((stage) => ({ id: stage.id, name: String(stage['name']), kind: String(stage['kind']) })) }
}

async function surroundings(kernel: Kernel, input: BringOver, folder: Folder): Promise<Surroundings> {
  const { preset, actor, owner } = input
  const people = await peopleOf(folder, preset)
  const wanted = [...people.values(), ...(owner === null ? [] : [owner])].filter((email) => /^[^@\s]+@[^@\s]+$/.test(email))
  const employees = await employeesBy(kernel, actor, [...new Set(wanted.map((email) => email.toLowerCase()))])
  const fallback = owner === null ? null : (employees.get(owner.toLowerCase()) ?? null)
  if (owner !== null && fallback === null) refuse(`没有邮箱为“${owner}”的员工`, `there is no employee with the e-mail “${owner}”`)
  return {
    preset,
    folder,
    people,
    employees,
    fallback,
    process: await processOf(kernel, actor, input.process),
    withDeleted: input.withDeleted,
  }
}

/** How many of the records the lines lead to are here, before the file itself comes in. */
async function linksOf(
  kernel: Kernel,
  input: { readonly source: string; readonly kind: Kind; readonly prepared: Prepared },
): Promise<FileReport['links']> {
  const links: { [field: string]: { asked: number; found: number } } = {}
  const object = objectOf(kernel.snapshot(), input.kind.object)
  for (const [field, ids] of input.prepared.asked) {
    const target = object.fields.get(field)?.definition.target ?? ''
    const found = await findByKey(kernel.db, kernel.snapshot(), { source: input.source, object: target, keys: [...ids] })
    links[field] = { asked: ids.size, found: found.size }
  }
  return links
}

type OneFile = {
  readonly around: Surroundings
  readonly kind: Kind
  readonly file: ExportFile
  readonly temporary: string
  readonly first: boolean
}

async function importFile(kernel: Kernel, input: BringOver, one: OneFile): Promise<FileReport> {
  const { kind, file, around } = one
  const { actor, preset } = input
  const prepared = await prepare(around, { kind, file })
  const path = join(one.temporary, `${file.plain}.csv`)
  await pipeline(
    writeCsv(
      prepared.columns.map((column) => column.header),
      prepared.rows,
    ),
    createWriteStream(path, { mode: 0o600 }),
  )
  const source = await describeSource(path)
  const title = objectOf(kernel.snapshot(), kind.object).definition.title
  const id = await createImport(kernel.db, {
    object: kind.object,
    fileName: file.name,
    filePath: path,
    source,
    mapping: {
      columns: prepared.columns,
      match: input.matchNames && one.first ? title : null,
      existing: 'update',
      external: { source: preset.source, column: 0 },
    },
    actor,
  })
  const links = await linksOf(kernel, { source: preset.source, kind, prepared })
  const deps = importDeps(kernel)
  await moveImport(kernel.db, id, { from: ['uploaded'], to: 'checking' })
  await workOnImport(deps, id)
  let job = await getImport(kernel.db, id, actor)
  if (!input.dryRun && job.state === 'checked') {
    await moveImport(kernel.db, id, { from: ['checked'], to: 'running' })
    await workOnImport(deps, id)
    job = await getImport(kernel.db, id, actor)
  }
  return { file: file.name, kind, read: prepared.read, passed: prepared.passed, job, links }
}

/**
 * Brings the export of another system over, file by file in the order of the links. Every file is an import of its own,
 * to be seen and taken back under “imports”; ids of the other system are remembered, so a second run finds the first.
 */
export async function bringOver(kernel: Kernel, input: BringOver): Promise<BringOverReport> {
  const folder = await readFolder(input.path, input.preset)
  const around = await surroundings(kernel, input, folder)
  const temporary = await mkdtemp(join(tmpdir(), 'perigon-bring-over-'))
  const files: FileReport[] = []
  try {
    for (const { kind, file } of folder.taken) {
      const report = await importFile(kernel, input, { around, kind, file, temporary, first: kind.object === folder.taken[0]?.kind.object })
      if (kind.only === undefined || report.read > 0) files.push(report)
      if (report.job.state === 'failed') break
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return { files, left: folder.left }
}
