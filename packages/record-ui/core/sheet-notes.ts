import type { Json, SheetResult, SheetRow, WireRecord } from '@perigon/contracts'

/** What was typed into a cell and is not in the record: with the reason, or null while it is saved or its new row is incomplete. */
export type CellNote = { readonly text: string; readonly message: string | null }
export type RowNotes = { readonly [path: string]: CellNote }
/** Record → its cells. New rows have ids of their own until they are records. */
export type Notes = ReadonlyMap<string, RowNotes>

/** Cells of one row that are to be written. A value is sent as it is, a text is read by the server. */
export type Edit = {
  readonly record: Pick<WireRecord, 'id' | 'version'>
  readonly cells: { readonly [path: string]: { readonly text: string; readonly value?: Json } }
}

export const NO_NOTES: Notes = new Map()

const NEW = 'new:'

/** Whether a row is not a record yet. */
export function isDraft(record: Pick<WireRecord, 'version'>): boolean {
  return record.version === 0
}

/** A row that is not a record yet. */
export function draftRow(number: number): WireRecord {
  return { id: `${NEW}${number}`, version: 0 }
}

/** The rows among the notes that are not records yet, in the order in which they came. */
export function draftsIn(notes: Notes): readonly WireRecord[] {
  return [...notes.keys()].filter((id) => id.startsWith(NEW)).map((id) => ({ id, version: 0 }))
}

/** Cells that were refused, in no order. */
export function faultsIn(notes: Notes): readonly { readonly id: string; readonly path: string }[] {
  return [...notes].flatMap(([id, row]) => Object.entries(row).flatMap(([path, note]) => (note.message === null ? [] : [{ id, path }])))
}

/** Notes while the edits are on their way: the typed texts stand in their cells. */
export function begun(notes: Notes, edits: readonly Edit[]): Notes {
  return withRows(notes, edits, ({ cells }) =>
    Object.fromEntries(Object.entries(cells).map(([path, { text }]): [string, CellNote] => [path, { text, message: null }])),
  )
}

/** Notes when none of the edits came through. */
export function failed(notes: Notes, edits: readonly Edit[], message: string): Notes {
  return withRows(notes, edits, ({ cells }) =>
    Object.fromEntries(Object.entries(cells).map(([path, { text }]): [string, CellNote] => [path, { text, message }])),
  )
}

/** Notes after the server's answer: what was written is forgotten, what was refused stays in its cell with the reason. */
export function settled(
  notes: Notes,
  edits: readonly Edit[],
  { result, title }: { readonly result: SheetResult; readonly title: string },
): Notes {
  const next = new Map(notes)
  edits.forEach(({ record, cells }, index) => {
    const row = result.rows[index]
    const old = next.get(record.id) ?? {}
    if (row === undefined) return
    if (isDraft(record)) {
      if (row.id !== null) return void next.delete(record.id)
      const kept = Object.entries(old).map(([path, { text }]): [string, CellNote] => [path, { text, message: row.faults[path] ?? null }])
      const missing = row.fault === undefined ? [] : [[title, { text: old[title]?.text ?? '', message: row.fault }] as const]
      return void next.set(record.id, { ...Object.fromEntries(kept), ...Object.fromEntries(missing) })
    }
    const rest = Object.entries(old).filter(([path]) => !Object.hasOwn(cells, path))
    const refused = Object.entries(cells).flatMap(([path, { text }]): [string, CellNote][] => {
      const message = row.faults[path]
      return message === undefined ? [] : [[path, { text, message }]]
    })
    const all = [...rest, ...refused]
    if (all.length === 0) next.delete(record.id)
    else next.set(record.id, Object.fromEntries(all))
  })
  return next
}

/** Notes without one cell: it was settled in another way. */
export function without(notes: Notes, id: string, path: string): Notes {
  const { [path]: gone, ...rest } = notes.get(id) ?? {}
  if (gone === undefined) return notes
  const next = new Map(notes)
  if (Object.keys(rest).length === 0) next.delete(id)
  else next.set(id, rest)
  return next
}

/** What is sent of an edit; a new row is sent with everything that was typed into it so far. */
export function rowOf(notes: Notes, { record, cells }: Edit): SheetRow {
  const known = isDraft(record) ? Object.entries(notes.get(record.id) ?? {}).map(([path, { text }]) => [path, { text }] as const) : []
  const all = Object.entries({ ...Object.fromEntries(known), ...cells })
  const texts = all.flatMap(([path, cell]): [string, string][] => ('value' in cell && cell.value !== undefined ? [] : [[path, cell.text]]))
  const data = all.flatMap(([path, cell]): [string, Json][] => ('value' in cell && cell.value !== undefined ? [[path, cell.value]] : []))
  return {
    ...(isDraft(record) ? {} : { id: record.id, version: record.version }),
    texts: Object.fromEntries(texts),
    data: Object.fromEntries(data),
  }
}

function withRows(notes: Notes, edits: readonly Edit[], cells: (edit: Edit) => RowNotes): Notes {
  const next = new Map(notes)
  for (const edit of edits) next.set(edit.record.id, { ...next.get(edit.record.id), ...cells(edit) })
  return next
}
