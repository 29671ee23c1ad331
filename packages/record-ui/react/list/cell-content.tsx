import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, general, usePhrases } from '@perigon/ui'
import { titleOf } from '../../core/meta-index.ts'
import type { CellNote } from '../../core/sheet-notes.ts'
import { GoLink } from '../frame/go-link.tsx'
import { RecordValue } from '../frame/record-value.tsx'
import type { Column } from './columns.ts'

/** A value in its cell; plain where a click chooses the cell and leads nowhere. */
export function CellContent(props: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly column: Column
  readonly isPlain: boolean
}) {
  const words = usePhrases(general)
  const { object, record, column, isPlain } = props
  const { Cell } = fieldUi(column.field)
  const value = record[column.path] ?? null
  if (column.isTitle) {
    const name = titleOf(object, record)
    const text = name === '' && record.version > 0 ? words('untitled') : name
    if (isPlain) return <span className="pg-grid__link">{text}</span>
    return (
      <GoLink className="pg-grid__link" href={`/${object.path}/${record.id}`} tabIndex={-1} title={name}>
        {text}
      </GoLink>
    )
  }
  if (column.field.masked === true && column.fields.length === 1 && !isPlain)
    // The key: what was unveiled of one record must not be unveiled of the next that this row shows.
    return <RecordValue key={record.id} object={object} id={record.id} field={column.field} value={value} />
  return value === null ? null : <Cell field={column.field} value={value} />
}

/** What was typed and is not in the record: on its way, or refused with a reason. */
export function NotedText({ note }: { readonly note: CellNote }) {
  return (
    <>
      <span>{note.text}</span>
      {note.message !== null && <span className="pg-sr">{note.message}</span>}
    </>
  )
}
