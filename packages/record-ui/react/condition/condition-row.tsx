import { CloseOutlined } from '@ant-design/icons'
import type { Condition, FieldCondition, FieldMeta, Json, ObjectMeta, Operator } from '@perigon/contracts'
import { fieldUi, isBare, isMany, isRelative, operatorPhrases, useLabel, usePhrases } from '@perigon/ui'
import { Button, Select } from 'antd'
import { type ComponentType, Suspense, useId } from 'react'
import { fieldsOnPath } from '../../core/meta-index.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { type BuilderProps, firstOperator } from './condition-tree.ts'
import { FieldPathSelect } from './field-path-select.tsx'
import { RelatedRow } from './related-row.tsx'

type RowProps = {
  readonly Builder: ComponentType<BuilderProps>
  readonly object: ObjectMeta
  readonly value: Condition
  readonly depth: number
  readonly onChange: (condition: Condition) => void
  readonly onRemove: () => void
}

/** One condition: on a field, on related records, or on a figure over them. */
export function ConditionRow(props: RowProps) {
  const t = usePhrases(conditionPhrases)
  const { value } = props
  return (
    <div className="pg-condition__row">
      {'field' in value ? (
        <FieldRow {...props} value={value} />
      ) : 'has' in value || 'has_no' in value || 'aggregate' in value ? (
        <RelatedRow {...props} value={value} />
      ) : null}
      <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t('remove_condition')} onClick={props.onRemove} />
    </div>
  )
}

function FieldRow({ object, value, onChange }: RowProps & { readonly value: FieldCondition }) {
  const t = usePhrases(conditionPhrases)
  const named = usePhrases(operatorPhrases)
  const label = useLabel()
  const id = useId()
  const { meta } = useRecordUi()
  const field = fieldsOnPath(meta, object, value.field).at(-1)
  const pick = (path: string, next: FieldMeta) => onChange({ field: path, op: firstOperator(next) })
  const given: Json = JSON.parse(JSON.stringify(value.value ?? null))
  if (field === undefined) return <FieldPathSelect object={object} path="" onPick={pick} />
  const { Filter } = fieldUi(field)
  return (
    <>
      <FieldPathSelect object={object} path={value.field} onPick={pick} />
      <Select
        className="pg-condition__op"
        aria-label={t('operator')}
        value={value.op}
        popupMatchSelectWidth={false}
        options={field.operators.map((op) => ({ value: op, label: named(op) }))}
        onChange={(op: Operator) =>
          onChange(kindOf(op) === kindOf(value.op) && value.value !== undefined ? { ...value, op } : { field: value.field, op })
        }
      />
      {!isBare(value.op) && (
        <span className="pg-condition__value">
          <Suspense>
            <Filter
              id={id}
              field={field}
              op={value.op}
              value={given}
              label={label(field.label)}
              onChange={(next) => onChange({ ...value, value: next })}
            />
          </Suspense>
        </span>
      )}
    </>
  )
}

function kindOf(op: Operator): string {
  return isBare(op) ? 'bare' : isMany(op) ? 'many' : isRelative(op) ? 'relative' : op === 'between' ? 'between' : 'one'
}
