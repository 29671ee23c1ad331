import { EditOutlined } from '@ant-design/icons'
import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, formatNear, general, isBlank, linkOf, textOf, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { formSections } from '../../core/meta-index.ts'
import { RecordValue } from '../frame/record-value.tsx'
import { recordPhrases } from '../../phrases/record-phrases.ts'

/** The fields of a record in their sections; empty optional ones fold away. */
export function RecordDetails({
  object,
  record,
  onEdit,
}: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly onEdit: (field: string) => void
}) {
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const [isAll, setAll] = useState(false)
  const sections = formSections(object)
  const isEmpty = (field: FieldMeta) => field.masked !== true && isBlank(record[field.key])
  const empty = sections.flatMap((each) => each.fields).filter(isEmpty).length
  return (
    <section className="pg-card pg-details" aria-label={t('details')}>
      {sections.map((section) => {
        const fields = section.fields.filter((field) => isAll || !isEmpty(field))
        if (fields.length === 0) return null
        return (
          <div key={section.label.en} className="pg-section">
            <h2 className="pg-section__title">{label(section.label)}</h2>
            <dl className="pg-section__fields">
              {fields.map((field) => (
                <Detail
                  key={field.key}
                  object={object}
                  field={field}
                  record={record}
                  isEditable={object.can.update && !field.read_only}
                  onEdit={onEdit}
                />
              ))}
            </dl>
          </div>
        )
      })}
      <footer className="pg-details__foot">
        {empty > 0 && (
          <Button type="link" size="small" onClick={() => setAll(!isAll)}>
            {isAll ? t('hide_empty') : t('show_empty', { n: empty })}
          </Button>
        )}
        <span className="pg-grow" />
        <Stamps record={record} />
      </footer>
    </section>
  )
}

function Detail({
  object,
  field,
  record,
  isEditable,
  onEdit,
}: {
  readonly object: ObjectMeta
  readonly field: FieldMeta
  readonly record: WireRecord
  readonly isEditable: boolean
  readonly onEdit: (field: string) => void
}) {
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const { isWide } = fieldUi(field)
  const value = record[field.key] ?? null
  return (
    <div className={isWide ? 'pg-detail pg-detail--wide' : 'pg-detail'} onDoubleClick={() => isEditable && onEdit(field.key)}>
      <dt>{label(field.label)}</dt>
      <dd>
        {field.masked !== true && isBlank(value) ? (
          <span className="pg-muted">–</span>
        ) : (
          <RecordValue object={object} id={record.id} field={field} value={value} />
        )}
        {isEditable && (
          <Button
            type="text"
            size="small"
            className="pg-detail__edit"
            icon={<EditOutlined aria-hidden />}
            aria-label={t('edit_field', { name: label(field.label) })}
            onClick={() => onEdit(field.key)}
          />
        )}
      </dd>
    </div>
  )
}

function Stamps({ record }: { readonly record: WireRecord }) {
  const words = usePhrases(general)
  const t = usePhrases(recordPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const when = (key: string) => formatNear(textOf(record[key]), locale, { timeZone, now: now() })
  const who = (key: string) => linkOf(record[key])?.title ?? words('system')
  return (
    <span className="pg-muted pg-details__stamps">
      {textOf(record['created_at']) !== '' && <span>{t('created_by', { who: who('created_by'), at: when('created_at') })}</span>}
      {textOf(record['updated_at']) !== '' && record.version > 1 && (
        <span>{t('updated_by', { who: who('updated_by'), at: when('updated_at') })}</span>
      )}
    </span>
  )
}
