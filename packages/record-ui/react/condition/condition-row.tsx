import { CloseOutlined } from '@ant-design/icons'
import type { AggregateCondition, Condition, FieldCondition, FieldMeta, Json, ObjectMeta, Operator } from '@perigon/contracts'
import { fieldUi, isBare, isMany, isRelative, measurePhrases, operatorPhrases, useLabel, usePhrases } from '@perigon/ui'
import { Button, InputNumber, Select } from 'antd'
import { type ComponentType, Suspense, useId } from 'react'
import { fieldsOnPath } from '../../core/meta-index.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { type BuilderProps, firstOperator } from './condition-tree.ts'
import { FieldPathSelect } from './field-path-select.tsx'

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

type Has = Extract<Condition, { readonly has: string }>

function AtLeast({ value, onChange }: { readonly value: Has; readonly onChange: (condition: Condition) => void }) {
  const t = usePhrases(conditionPhrases)
  const change = (n: number | null) => onChange(n === null || n <= 1 ? withoutMin(value) : { ...value, min: n })
  return (
    <InputNumber
      aria-label={t('at_least')}
      min={1}
      max={100000}
      precision={0}
      prefix={t('at_least')}
      value={value.min ?? 1}
      onChange={change}
    />
  )
}

type Related = Extract<Condition, { readonly has: string } | { readonly has_no: string } | AggregateCondition>

function RelatedRow({ Builder, object, value, depth, onChange }: RowProps & { readonly value: Related }) {
  const t = usePhrases(conditionPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const kind = 'has' in value ? 'has' : 'has_no' in value ? 'has_no' : 'aggregate'
  const key = 'has' in value ? value.has : 'has_no' in value ? value.has_no : value.aggregate.relation
  const where = 'aggregate' in value ? value.aggregate.where : value.where
  const relation = object.relations.find((each) => each.key === key)
  const target = relation === undefined ? undefined : meta.object(relation.object)
  const build = (next: { readonly kind?: string; readonly key?: string; readonly where?: Condition | undefined }) =>
    onChange(
      relatedOf({
        kind: next.kind ?? kind,
        key: next.key ?? key,
        where: 'where' in next ? next.where : next.key === undefined ? where : undefined,
        from: value,
      }),
    )
  return (
    <div className="pg-condition__related">
      <div className="pg-condition__line">
        <Select
          aria-label={t('operator')}
          className="pg-condition__op"
          value={kind}
          options={(['has', 'has_no', 'aggregate'] as const).map((each) => ({ value: each, label: t(each) }))}
          onChange={(picked) => build({ kind: picked })}
        />
        <Select
          aria-label={t('relation')}
          className="pg-condition__field"
          value={key}
          showSearch={{ optionFilterProp: 'label' }}
          options={object.relations.map((each) => ({ value: each.key, label: label(each.label) }))}
          onChange={(picked) => build({ key: picked })}
        />
        {'has' in value && <AtLeast value={value} onChange={onChange} />}
        {'aggregate' in value && target !== undefined && <Figure object={target} value={value} onChange={onChange} />}
        {target !== undefined && where === undefined && (
          <Button size="small" type="link" onClick={() => build({ where: { and: [] } })}>
            {t('narrow')}
          </Button>
        )}
      </div>
      {target !== undefined && where !== undefined && (
        <div className="pg-condition__nested">
          <span className="pg-muted">{t('where')}</span>
          <Builder object={target} value={where} depth={depth + 1} onChange={(next) => build({ where: next })} />
          <Button size="small" type="text" onClick={() => build({ where: undefined })}>
            {t('remove_condition')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Figure({
  object,
  value,
  onChange,
}: {
  readonly object: ObjectMeta
  readonly value: AggregateCondition
  readonly onChange: (condition: Condition) => void
}) {
  const t = usePhrases(conditionPhrases)
  const named = usePhrases(operatorPhrases)
  const measures = usePhrases(measurePhrases)
  const label = useLabel()
  const { aggregate } = value
  const fields = object.fields.filter((each) => each.measures.includes('sum') || each.measures.includes('avg'))
  const choices = [
    { value: 'count:', label: measures('count') },
    ...fields.flatMap((field) =>
      (['sum', 'avg', 'min', 'max'] as const)
        .filter((fn) => field.measures.includes(fn))
        .map((fn) => ({ value: `${fn}:${field.key}`, label: `${label(field.label)} · ${measures(fn)}` })),
    ),
  ]
  const pick = (picked: string) => {
    const [fn = 'count', field = ''] = picked.split(':')
    const known = (['count', 'sum', 'avg', 'min', 'max'] as const).find((each) => each === fn) ?? 'count'
    const { field: _old, ...rest } = aggregate
    onChange({ ...value, aggregate: { ...rest, fn: known, ...(field === '' ? {} : { field }) } })
  }
  return (
    <>
      <Select
        aria-label={t('measure')}
        className="pg-condition__field"
        value={`${aggregate.fn}:${aggregate.field ?? ''}`}
        options={choices}
        onChange={pick}
      />
      <Select
        aria-label={t('operator')}
        className="pg-condition__op"
        value={value.op}
        options={(['gte', 'gt', 'lte', 'lt', 'eq', 'neq'] as const).map((op) => ({ value: op, label: named(op) }))}
        onChange={(op) => onChange({ ...value, op })}
      />
      <InputNumber aria-label={t('measure')} value={Number(value.value)} onChange={(n) => onChange({ ...value, value: n ?? 0 })} />
    </>
  )
}

function relatedOf(next: {
  readonly kind: string
  readonly key: string
  readonly where: Condition | undefined
  readonly from: Related
}): Condition {
  const where = next.where === undefined ? {} : { where: next.where }
  if (next.kind === 'has')
    return { has: next.key, ...where, ...('has' in next.from && next.from.min !== undefined ? { min: next.from.min } : {}) }
  if (next.kind === 'has_no') return { has_no: next.key, ...where }
  if ('aggregate' in next.from && next.from.aggregate.relation === next.key)
    return {
      ...next.from,
      aggregate: {
        relation: next.key,
        fn: next.from.aggregate.fn,
        ...(next.from.aggregate.field === undefined ? {} : { field: next.from.aggregate.field }),
        ...where,
      },
    }
  return { aggregate: { relation: next.key, fn: 'count', ...where }, op: 'gte', value: 1 }
}

function withoutMin(value: Extract<Condition, { readonly has: string }>): Condition {
  return { has: value.has, ...(value.where === undefined ? {} : { where: value.where }) }
}

function kindOf(op: Operator): string {
  return isBare(op) ? 'bare' : isMany(op) ? 'many' : isRelative(op) ? 'relative' : op === 'between' ? 'between' : 'one'
}
