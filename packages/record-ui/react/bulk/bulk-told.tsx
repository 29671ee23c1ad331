import type { BulkJob, BulkToldChange, FieldMeta, Json } from '@perigon/contracts'
import { fieldUi, isBlank, textOf, useLabel, usePhrases } from '@perigon/ui'
import { fieldOf } from '../../core/meta-index.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** What a change of many records set, field by field, as the reader sees such values. */
export function ToldChange({ job, told }: { readonly job: BulkJob; readonly told: BulkToldChange | undefined }) {
  const t = usePhrases(bulkPhrases)
  const label = useLabel()
  const object = useRecordUi().meta.object(job.object)
  if (object === undefined || told === undefined) return null
  const { values, tags } = told
  const lines = [
    ...values.map((each) => ({ ...each, name: null })),
    ...(tags === null ? [] : [{ field: tags.field, value: tags.add, name: t('tags_added') }]),
    ...(tags === null ? [] : [{ field: tags.field, value: tags.remove, name: t('tags_taken') }]),
  ].filter(({ name, value }) => name === null || !isBlank(value))
  const shown = lines.flatMap(({ field: key, ...line }) => {
    const field = fieldOf(object, key)
    return field === undefined ? [] : [{ ...line, field, name: line.name ?? label(field.label) }]
  })
  if (shown.length === 0) return null
  return (
    <dl className="pg-bulk-job__told">
      {shown.map(({ field, name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value field={field} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ field, value }: { readonly field: FieldMeta; readonly value: Json }) {
  const t = usePhrases(bulkPhrases)
  if (field.masked === true) return <span className="pg-number">{textOf(value) || '••••'}</span>
  if (isBlank(value)) return <>{t('emptied')}</>
  const { Cell } = fieldUi(field)
  return <Cell field={field} value={value} />
}
