import type { ColumnMapping } from '@perigon/contracts'
import { blankLine, type ExportFile, type Folder, linesOf } from './read-folder.ts'
import { type From, isTrue, type Kind, type Line, type Preset } from './preset.ts'

/** What is known before a file is read: people by e-mail, the stages sales go through here, who takes what has nobody. */
export type Surroundings = {
  readonly preset: Preset
  readonly folder: Folder
  /** E-mail (lower case) → employee here. */
  readonly employees: ReadonlyMap<string, string>
  /** Id of a person there → e-mail. */
  readonly people: ReadonlyMap<string, string>
  readonly fallback: string | null
  /** Null when nothing that is taken goes through stages. */
  readonly process: {
    readonly id: string
    readonly stages: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
  } | null
  readonly withDeleted: boolean
  /** Whether records a link names may be made, by the object and field of the link. */
  readonly mayMake: (object: string, field: string) => boolean
}

/** Lines that do not come in, by why. */
export type Passed = { deleted: number; other: number; nobody: number }

export type Prepared = {
  readonly columns: readonly ColumnMapping[]
  readonly rows: AsyncGenerator<readonly string[]>
  readonly passed: Passed
  /** Ids of other records the lines lead to, by link; complete when all rows have been read. */
  readonly asked: ReadonlyMap<string, Set<string>>
  /** Which fields each column of the file goes into, by its place; without a field it only decides whether a row comes in. */
  readonly used: ReadonlyMap<number, Set<string>>
  read: number
}

const DELETED = ['is_deleted', '_fivetran_deleted', 'isdeleted', 'archived']

function value(from: From, line: Line): string {
  return typeof from === 'function' ? from(line) : line(...from)
}

async function pairs(
  files: readonly ExportFile[],
  input: { readonly names: readonly string[]; readonly own: readonly string[]; readonly other: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const file of files.filter((each) => input.names.includes(each.plain)))
    for await (const line of linesOf(file)) {
      const own = line(...input.own)
      if (own !== '' && !found.has(own)) found.set(own, line(...input.other))
    }
  return found
}

/** Ids of the other system's people and their e-mail. */
export async function peopleOf(folder: Folder, preset: Preset): Promise<ReadonlyMap<string, string>> {
  return pairs(folder.files, { names: preset.people.files, own: preset.people.key, other: preset.people.email })
}

type StageTable = ReadonlyMap<string, { readonly name: string; readonly end: 'open' | 'won' | 'lost' }>

async function stageTable(folder: Folder, kind: Kind): Promise<StageTable> {
  const table = new Map<string, { name: string; end: 'open' | 'won' | 'lost' }>()
  const { stages } = kind
  if (stages === undefined) return table
  for (const file of folder.files.filter((each) => stages.files.includes(each.plain)))
    for await (const line of linesOf(file))
      table.set(line(...stages.key), {
        name: line('label'),
        end: isTrue(line('closed_won')) ? 'won' : isTrue(line('is_closed')) ? 'lost' : 'open',
      })
  return table
}

function stageId(around: Surroundings, input: { readonly kind: Kind; readonly line: Line; readonly table: StageTable }): string {
  const { stage } = input.kind
  if (stage === undefined) return ''
  const raw = value(stage.name, input.line)
  const told = input.table.get(raw)
  const name = (told?.name ?? raw).toLowerCase()
  const { stages } = around.process ?? { stages: [] }
  const end = told?.end ?? stage.end(input.line)
  return (stages.find((each) => each.name.toLowerCase() === name) ?? stages.find((each) => each.kind === end) ?? stages[0])?.id ?? ''
}

type Column = {
  readonly mapping: Omit<ColumnMapping, 'column' | 'header'> & { readonly field: string | null }
  readonly of: (line: Line, key: string) => string
}

async function columnsOf(around: Surroundings, kind: Kind, asked: Map<string, Set<string>>): Promise<readonly Column[]> {
  const { folder, preset } = around
  const missing = (field: string): Pick<ColumnMapping, 'missing'> =>
    kind.made?.includes(field) === true ? { missing: around.mayMake(kind.object, field) ? 'create' : 'empty' } : {}
  const fields = Object.entries(kind.fields).map(
    ([field, from]): Column => ({
      mapping: { field, unreadable: 'empty', ...missing(field) },
      of: (line) => value(from, line),
    }),
  )
  const links: Column[] = []
  for (const [field, link] of Object.entries(kind.links ?? {})) {
    const { joined } = link
    const table =
      joined === undefined ? new Map() : await pairs(folder.files, { names: joined.files, own: joined.own, other: joined.other })
    const ids = new Set<string>()
    asked.set(field, ids)
    const of = (line: Line, key: string): string => {
      const id = value(link.from, line) || (table.get(key) ?? '')
      if (id !== '') ids.add(id)
      return id
    }
    links.push({ mapping: { field, external: preset.source, missing: 'empty' }, of })
  }
  const table = await stageTable(folder, kind)
  const stage: Column[] =
    kind.stage === undefined
      ? []
      : [
          { mapping: { field: 'process' }, of: () => around.process?.id ?? '' },
          { mapping: { field: 'stage' }, of: (line) => stageId(around, { kind, line, table }) },
        ]
  const person = (line: Line): string => personOf(around, kind, line)
  const owner: Column[] = kind.owner === undefined ? [] : [{ mapping: { field: kind.needsPerson ?? 'owner' }, of: person }]
  return [...fields, ...links, ...stage, ...owner]
}

function personOf(around: Surroundings, kind: Kind, line: Line): string {
  const email = around.people.get(line(...(kind.owner ?? []))) ?? ''
  return around.employees.get(email.toLowerCase()) ?? around.fallback ?? ''
}

/** What is asked of a line before its fields: its id, whether it was deleted there, whether it is such a record at all. */
function ruling(kind: Kind): readonly Column[] {
  const ask = (line: Line): string => {
    kind.unless?.test(line)
    return line(...kind.key, ...DELETED)
  }
  return [{ mapping: { field: null }, of: ask }]
}

/** Lets the rules look at a line without values and notes which columns they ask for. */
function columnsAsked(file: ExportFile, columns: readonly Column[]): ReadonlyMap<number, Set<string>> {
  const used = new Map<number, Set<string>>()
  for (const { mapping, of } of columns) {
    const { field } = mapping
    const line = blankLine(file, (column) => {
      const fields = used.get(column) ?? new Set()
      if (field !== null) fields.add(field)
      used.set(column, fields)
    })
    of(line, '')
  }
  return used
}

/** One file of the other system as a sheet the importer reads: the id first, then a column for each field it fills. */
export async function prepare(around: Surroundings, input: { readonly kind: Kind; readonly file: ExportFile }): Promise<Prepared> {
  const { kind, file } = input
  const asked = new Map<string, Set<string>>()
  const columns = await columnsOf(around, kind, asked)
  const passed: Passed = { deleted: 0, other: 0, nobody: 0 }
  const used = columnsAsked(file, [...columns, ...ruling(kind)])
  async function* rows(): AsyncGenerator<readonly string[]> {
    for await (const line of linesOf(file)) {
      if (kind.only !== undefined && !kind.only(line)) continue
      prepared.read += 1
      if (!around.withDeleted && DELETED.some((name) => isTrue(line(name)))) passed.deleted += 1
      else if (kind.unless?.test(line) === true) passed.other += 1
      else if (kind.needsPerson !== undefined && personOf(around, kind, line) === '') passed.nobody += 1
      else {
        const key = line(...kind.key)
        yield [key, ...columns.map((column) => column.of(line, key))]
      }
    }
  }
  const header: ColumnMapping = { column: 0, header: 'id', field: null }
  const mapped = columns.map(({ mapping }, index): ColumnMapping => ({ column: index + 1, header: mapping.field ?? '', ...mapping }))
  const prepared: Prepared = { columns: [header, ...mapped], rows: rows(), passed, asked, used, read: 0 }
  return prepared
}
