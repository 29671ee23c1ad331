import type { ColumnMapping, FieldMeta, ObjectMeta } from '@perigon/contracts'
import { fieldText, fieldUi, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Popover, Select } from 'antd'
import { Suspense, useId } from 'react'
import { importableFields, type ImportPart, importParts, importTarget } from '../../core/import-parts.ts'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import type { Missing } from './choices.ts'
import { canCreateFromName } from './creatable.ts'

const LEFT_OUT = ''
/** One column of the file and where it goes. */
export function MappingRow(props: {
  readonly object: ObjectMeta
  readonly column: ColumnMapping
  readonly sample: readonly string[]
  readonly isTwice: boolean
  readonly onChange: (column: ColumnMapping) => void
}) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const { object, column } = props
  const { meta } = useRecordUi()
  const target = column.field === null ? undefined : importTarget(meta, object, column.field)
  const field = target?.field
  const targets = useTargets(object)
  const pick = (key: string) => props.onChange({ column: column.column, header: column.header, field: key === LEFT_OUT ? null : key })
  return (
    <tr className={field === undefined ? 'pg-mapping__row pg-mapping__row--out' : 'pg-mapping__row'}>
      <th scope="row">{column.header}</th>
      <td className="pg-mapping__sample" title={props.sample.join('\n')}>
        {props.sample.join(' · ')}
      </td>
      <td data-label={t('target_field')}>
        <Select
          className="pg-mapping__field"
          aria-label={`${column.header}: ${t('target_field')}`}
          showSearch={{ optionFilterProp: 'words' }}
          {...(props.isTwice ? { status: 'error' as const } : {})}
          value={column.field ?? LEFT_OUT}
          options={targets}
          {...(target?.part === undefined || target.part === null
            ? {}
            : { labelRender: ({ label: chosen }) => `${label(target.object.label.one)} · ${String(chosen)}` })}
          onChange={pick}
        />
        {target?.part?.place === 'above' && <p className="pg-muted">{t('part_above_hint', { name: label(target.object.label.one) })}</p>}
        {props.isTwice && <p className="pg-error">{t('duplicate')}</p>}
      </td>
      <td data-label={t('by')}>
        {field?.target !== undefined && <BySelect target={field.target} column={column} onChange={props.onChange} />}
      </td>
      <td data-label={t('missing')}>
        {field?.target !== undefined && (
          <MissingSelect object={target?.object ?? object} field={field} column={column} onChange={props.onChange} />
        )}
      </td>
      <td data-label={t('blank')}>{field !== undefined && <BlankValue field={field} column={column} onChange={props.onChange} />}</td>
    </tr>
  )
}

/** Where a column may go, by object; parts are looked for by their object's name as well (“contact mobile”). */
function useTargets(object: ObjectMeta) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const options = (part: ImportPart | null, fields: readonly FieldMeta[]) => {
    const owner = part === null ? '' : label(part.object.label.one)
    return fields.map((each) => ({
      value: part === null ? each.key : `${part.path}.${each.key}`,
      label: label(each.label) + (each.required ? ' *' : ''),
      words: `${owner} ${label(each.label)} ${owner}${label(each.label)}`,
    }))
  }
  return [
    { value: LEFT_OUT, label: t('leave_out'), words: t('leave_out') },
    { label: label(object.label.one), options: options(null, importableFields(object)) },
    ...importParts(meta, object).map((part) => ({
      label: t(part.place === 'above' ? 'part_above' : 'part_below', { name: label(part.object.label.one) }),
      options: options(part, part.fields),
    })),
  ]
}

function BySelect({
  target,
  column,
  onChange,
}: {
  readonly target: string
  readonly column: ColumnMapping
  readonly onChange: (column: ColumnMapping) => void
}) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const object = meta.object(target)
  if (object === undefined) return null
  const fields = object.fields.filter((each) => each.key === object.title || each.operators.includes('starts_with'))
  return (
    <Select
      className="pg-mapping__by"
      aria-label={`${column.header}: ${t('by')}`}
      value={column.by ?? object.title}
      options={fields.map((each) => ({ value: each.key, label: label(each.label) }))}
      onChange={(by) => onChange({ ...column, by })}
    />
  )
}

function MissingSelect({
  object,
  field,
  column,
  onChange,
}: {
  readonly object: ObjectMeta
  readonly field: FieldMeta
  readonly column: ColumnMapping
  readonly onChange: (column: ColumnMapping) => void
}) {
  const t = usePhrases(importPhrases)
  const { meta } = useRecordUi()
  const canCreate = canCreateFromName(meta, object, field.key)
  return (
    <Select
      className="pg-mapping__missing"
      aria-label={`${column.header}: ${t('missing')}`}
      value={column.missing ?? 'fail'}
      options={[
        { value: 'fail', label: t('missing_fail') },
        ...(canCreate ? [{ value: 'create', label: t('missing_create') }] : []),
        ...(field.required ? [] : [{ value: 'empty', label: t('missing_empty') }]),
      ]}
      onChange={(missing: Missing) => onChange({ ...column, missing })}
    />
  )
}

function BlankValue({
  field,
  column,
  onChange,
}: {
  readonly field: FieldMeta
  readonly column: ColumnMapping
  readonly onChange: (column: ColumnMapping) => void
}) {
  const t = usePhrases(importPhrases)
  const locale = useLocale()
  const context = useFieldContext()
  const id = useId()
  const { Input, toWire } = fieldUi(field)
  const blank = column.blank ?? null
  const shown = blank === null ? t('blank_none') : fieldText(field, blank, { locale, context })
  const set = (value: typeof blank) => {
    const { blank: _old, ...rest } = column
    onChange(value === null ? rest : { ...rest, blank: toWire(value) })
  }
  return (
    <Popover
      trigger="click"
      destroyOnHidden
      title={t('blank')}
      content={
        <div className="pg-mapping__blank">
          <Suspense>
            <Input id={id} field={{ ...field, required: false }} value={blank} label={t('blank')} onChange={set} />
          </Suspense>
        </div>
      }
    >
      <Button type="link" size="small" aria-label={`${column.header}: ${t('blank')} ${shown}`}>
        {shown}
      </Button>
    </Popover>
  )
}
