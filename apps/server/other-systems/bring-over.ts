import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { ImportJob } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import { type Actor, type Kernel, objectOf } from '@perigon/kernel'
import { createImport, describeSource, findByKey, getImport, moveImport, workOnImport, writeCsv } from '@perigon/transfer'
import { importDeps } from '../import-job.ts'
import { type Passed, prepare, type Prepared, type Surroundings } from './prepare.ts'
import type { Kind, Preset } from './preset.ts'
import { type ExportFile, type Folder, readFolder } from './read-folder.ts'
import { surroundings } from './surroundings.ts'

export type BringOver = {
  readonly preset: Preset
  readonly path: string
  readonly actor: Actor
  readonly dryRun: boolean
  readonly withDeleted: boolean
  /** Records of the first kind (customers) may be found by name as well as by the other system's id. */
  readonly matchNames: boolean
  /** E-mail or id of the employee who takes what has no owner here. */
  readonly owner: string | null
  /** Name or id of the sales process opportunities come into. */
  readonly process: string | null
  /** Names of files that shall not come in. */
  readonly leave?: readonly string[]
  /** Where the sheets the importer reads are put and left; without it in a place that is cleared at the end. */
  readonly sheets?: string
}

/** What is known of a file once its import has begun. */
export type Begun = {
  readonly key: string
  readonly file: string
  readonly object: string
  readonly import: string
  readonly read: number
  readonly passed: Passed
  /** By link: how many other records the lines lead to, and how many of them are here. */
  readonly links: { readonly [field: string]: { readonly asked: number; readonly found: number } }
}

/** What became of one file. */
export type FileReport = Pick<Begun, 'file' | 'read' | 'passed' | 'links'> & { readonly kind: Kind; readonly job: ImportJob }

export type BringOverReport = { readonly files: readonly FileReport[]; readonly left: Folder['left'] }

/** Remembers how far a run has come, so that a killed one goes on where it was; and says whether it shall. */
export type Ledger = {
  readonly begun: (key: string) => Begun | null
  /** Notes an import in the transaction that makes it: a process that dies in between would make it again. */
  readonly begin: (tx: Tx, begun: Begun) => Promise<void>
  readonly goesOn: () => Promise<boolean>
}

const FORGETFUL: Ledger = { begun: () => null, begin: async () => undefined, goesOn: async () => true }

/** How many of the records the lines lead to are here, before the file itself comes in. */
async function linksOf(
  kernel: Kernel,
  input: { readonly source: string; readonly kind: Kind; readonly prepared: Prepared },
): Promise<Begun['links']> {
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
  readonly key: string
  readonly ledger: Ledger
}

/** Writes the file as the sheet the importer reads and begins its import, noting that it did; null when there is nothing to tie. */
async function beginImport(kernel: Kernel, input: BringOver, one: OneFile): Promise<Begun | null> {
  const { kind, file, around, key } = one
  const { actor, preset } = input
  const prepared = await prepare(around, { kind, file })
  const path = join(one.temporary, `${key}.csv`)
  await pipeline(
    writeCsv(
      prepared.columns.map((column) => column.header),
      prepared.rows,
    ),
    createWriteStream(path, { mode: 0o600 }),
  )
  if (kind.only !== undefined && prepared.read === 0) return null
  const source = await describeSource(path)
  const title = objectOf(kernel.snapshot(), kind.object).definition.title
  const mapping = {
    columns: prepared.columns,
    match: input.matchNames && one.first ? title : null,
    existing: 'update',
    external: { source: preset.source, column: 0 },
  } as const
  const links = await linksOf(kernel, { source: preset.source, kind, prepared })
  const { object } = kind
  return kernel.db.transaction(async (tx) => {
    const id = await createImport(tx, { object, fileName: file.name, filePath: path, source, mapping, actor })
    const begun = { key, file: file.name, object, import: id, read: prepared.read, passed: prepared.passed, links }
    await one.ledger.begin(tx, begun)
    return begun
  })
}

const LOOK_AGAIN_MS = 500

/** Takes an import through check and run. It ends early when somebody pauses or cancels it, or the run. */
async function seeThrough(
  kernel: Kernel,
  input: BringOver,
  { id, ledger }: { readonly id: string; readonly ledger: Ledger },
): Promise<ImportJob> {
  const deps = importDeps(kernel)
  let job = await getImport(kernel.db, id, input.actor)
  // What was paused with the run goes on with it.
  if (job.state === 'paused') await moveImport(kernel.db, id, { from: ['paused'], to: 'running' })
  for (;;) {
    job = await getImport(kernel.db, id, input.actor)
    if (job.state === 'uploaded') await moveImport(kernel.db, id, { from: ['uploaded'], to: 'checking' })
    else if (job.state === 'checked' && !input.dryRun) await moveImport(kernel.db, id, { from: ['checked'], to: 'running' })
    else if (job.state !== 'checking' && job.state !== 'running') return job
    await workOnImport(deps, id)
    const after = await getImport(kernel.db, id, input.actor)
    if (!(await ledger.goesOn())) return after
    // Another worker has it; what it does is what this one would do.
    if (after.state === 'checking' || after.state === 'running') await pause(LOOK_AGAIN_MS)
  }
}

/**
 * Brings the export of another system over, file by file in the order of the links. Every file is an import of its own,
 * to be seen and taken back under “imports”; ids of the other system are remembered, so a second run finds the first.
 */
export async function bringOver(kernel: Kernel, input: BringOver, ledger: Ledger = FORGETFUL): Promise<BringOverReport> {
  const folder = await readFolder(input.path, input.preset, input.leave)
  const around = await surroundings(kernel, input, folder)
  const temporary = input.sheets ?? (await mkdtemp(join(tmpdir(), 'perigon-bring-over-')))
  await mkdir(temporary, { recursive: true })
  const files: FileReport[] = []
  try {
    for (const [index, { kind, file }] of folder.taken.entries()) {
      const key = `${index}-${file.plain}`
      const first = kind.object === folder.taken[0]?.kind.object
      const begun = ledger.begun(key) ?? (await beginImport(kernel, input, { around, kind, file, temporary, first, key, ledger }))
      if (begun === null) continue
      const job = await seeThrough(kernel, input, { id: begun.import, ledger })
      files.push({ ...begun, kind, job })
      if (job.state !== 'done' && job.state !== 'checked') break
    }
  } finally {
    if (input.sheets === undefined) await rm(temporary, { recursive: true, force: true })
  }
  return { files, left: folder.left }
}
