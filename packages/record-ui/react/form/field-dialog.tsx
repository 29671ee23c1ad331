import type { FieldMeta, Json, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Modal, Select } from 'antd'
import { useId, useState } from 'react'
import type { Patch } from '../../core/records.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { FieldRow } from './field-row.tsx'
import { writableFields } from './record-form.tsx'

/** One value for many records: which field, which value, and how many records that touches. */
export function FieldDialog(props: {
  readonly object: ObjectMeta
  readonly count: number
  readonly field?: FieldMeta
  readonly start?: Json
  readonly onApply: (patch: Patch) => Promise<void>
  readonly onClose: () => void
}) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const [field, setField] = useState<FieldMeta | null>(props.field ?? null)
  const [value, setValue] = useState<Json>(props.start ?? null)
  const [isBusy, setBusy] = useState(false)
  const apply = async () => {
    if (field === null) return
    setBusy(true)
    await props.onApply({ [field.key]: value })
    props.onClose()
  }
  return (
    <Modal
      open
      title={t(props.field === undefined ? 'bulk_edit' : 'bulk_owner')}
      okText={words('apply')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ disabled: field === null || (field.required && value === null) }}
      onOk={apply}
      onCancel={props.onClose}
    >
      <div className="pg-stack">
        {props.count > 1 && <p className="pg-muted">{t('bulk_will', { n: formatNumber(props.count, locale) })}</p>}
        {props.field === undefined && (
          <FieldChoice
            object={props.object}
            field={field}
            onChange={(next) => {
              setField(next)
              setValue(null)
            }}
          />
        )}
        {field !== null && (
          <FieldRow key={field.key} field={field} value={value} autoFocus={props.field !== undefined} onChange={setValue} />
        )}
      </div>
    </Modal>
  )
}

function FieldChoice(props: {
  readonly object: ObjectMeta
  readonly field: FieldMeta | null
  readonly onChange: (field: FieldMeta | null) => void
}) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const id = useId()
  const fields = writableFields(props.object)
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={id}>
        {t('bulk_field')}
      </label>
      <Select
        id={id}
        className="pg-fill"
        showSearch={{ optionFilterProp: 'label' }}
        value={props.field?.key ?? null}
        options={fields.map((each) => ({ value: each.key, label: label(each.label) }))}
        onChange={(key) => props.onChange(fields.find((each) => each.key === key) ?? null)}
      />
    </div>
  )
}
