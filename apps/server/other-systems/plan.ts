import type { BringOverPlan, Label, PlannedPart } from '@perigon/contracts'
import { type Kernel, objectOf } from '@perigon/kernel'
import { findByKey } from '@perigon/transfer'
import type { BringOver } from './bring-over.ts'
import { type Passed, prepare, type Prepared } from './prepare.ts'
import { PRESETS } from './presets.ts'
import type { Kind } from './preset.ts'
import { type ExportFile, fold, ratherOf, readFolder } from './read-folder.ts'
import { lacking, surroundings } from './surroundings.ts'

const DELETED: Label = { zh: '在原系统中已删除', en: 'deleted there' }
const NOBODY: Label = { zh: '找不到负责的员工', en: 'they belong to nobody here' }

type Read = { readonly kind: Kind; readonly file: ExportFile; readonly prepared: Prepared }

function outOf(kind: Kind, passed: Passed): PlannedPart['out'] {
  const all = [
    { rows: passed.deleted, why: DELETED },
    { rows: passed.other, why: kind.unless?.say ?? NOBODY },
    { rows: passed.nobody, why: NOBODY },
  ]
  return all.filter(({ rows }) => rows > 0)
}

async function linksOf(
  kernel: Kernel,
  { kind, prepared }: Read,
  input: { readonly source: string; readonly keys: ReadonlyMap<string, ReadonlySet<string>> },
): Promise<PlannedPart['links']> {
  const links: PlannedPart['links'][number][] = []
  for (const [field, ids] of prepared.asked) {
    if (ids.size === 0) continue
    const target = objectOf(kernel.snapshot(), kind.object).fields.get(field)?.definition.target ?? ''
    const own = input.keys.get(target) ?? new Set()
    const others = [...ids].filter((id) => !own.has(id))
    const here = await findByKey(kernel.db, kernel.snapshot(), { source: input.source, object: target, keys: others })
    links.push({ field, asked: ids.size, inFiles: ids.size - others.length, here: here.size })
  }
  return links
}

/** Reads a file to its end, as its import will, and keeps the ids of its rows. */
async function readThrough(prepared: Prepared, keys: Set<string>): Promise<void> {
  for await (const [key] of prepared.rows) if (key !== undefined && key !== '') keys.add(key)
}

/**
 * What bringing a folder over would do, read from its files without writing anything: the object each becomes, how many rows,
 * which columns are understood, where the links lead, what is left and why, and which rights are missing.
 */
export async function planBringOver(kernel: Kernel, input: BringOver): Promise<BringOverPlan> {
  const { preset, actor } = input
  const folder = await readFolder(input.path, preset, input.leave)
  const around = await surroundings(kernel, input, folder)
  const keys = new Map<string, Set<string>>()
  const read: Read[] = []
  for (const { kind, file } of folder.taken) {
    const prepared = await prepare(around, { kind, file })
    const own = keys.get(kind.object) ?? new Set<string>()
    keys.set(kind.object, own)
    await readThrough(prepared, own)
    if (kind.only === undefined || prepared.read > 0) read.push({ kind, file, prepared })
  }
  const parts: PlannedPart[] = []
  // A column that only the second look at a file asks for is understood too.
  const known = (file: ExportFile, at: number): boolean => read.some((each) => each.file === file && each.prepared.used.has(at))
  for (const each of read) {
    const { kind, file, prepared } = each
    const ownId = file.source.header.find((header) => kind.key.some((name) => fold(name) === fold(header)))
    const columns = file.source.header.map((header, at) => ({ header, fields: header === ownId ? new Set(['id']) : prepared.used.get(at) }))
    parts.push({
      file: file.name,
      object: kind.object,
      ties: kind.only !== undefined,
      rows: prepared.read,
      out: outOf(kind, prepared.passed),
      columns: columns.flatMap(({ header, fields }) =>
        fields === undefined || fields.size === 0 ? [] : [{ header, fields: [...fields] }],
      ),
      unknown: file.source.header.filter((header, at) => header !== '' && !known(file, at)),
      links: await linksOf(kernel, each, { source: preset.source, keys }),
    })
  }
  const objects = [...new Set(folder.taken.map(({ kind }) => kind.object))]
  return {
    parts,
    left: folder.left.map(({ name, why }) => ({ file: name, why })),
    missing: objects.flatMap((object) => {
      const rights = lacking(kernel, actor, object)
      return rights.length === 0 ? [] : [{ object, rights }]
    }),
    rather: ratherOf(folder, PRESETS),
  }
}
