import { PlusOutlined } from '@ant-design/icons'
import type { AggregateCondition, Condition, ObjectMeta } from '@perigon/contracts'
import { fieldUi, operatorPhrases, textOf, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, InputNumber, Select } from 'antd'
import { type ComponentType, type ReactNode, Suspense, useId } from 'react'
import { fieldOf } from '../../core/meta-index.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { type BuilderProps, freshCondition } from './condition-tree.ts'
import { figureName } from './condition-words.ts'
import {
  choiceOf,
  type Figure,
  figuresOf,
  type HasCondition,
  kindOfRelated,
  type Related,
  relatedAs,
  relationKeyOf,
  whereOf,
  withFigure,
  withLeast,
  withRelation,
  withWhere,
} from '../../core/related-condition.ts'
import { Sentence } from './sentence.tsx'

type RelatedProps = {
  readonly Builder: ComponentType<BuilderProps>
  readonly object: ObjectMeta
  readonly value: Related
  readonly depth: number
  readonly onChange: (condition: Condition) => void
}

/** A condition on related records, read as a sentence: has / has no / a figure of … , where …. */
export function RelatedRow({ Builder, object, value, depth, onChange }: RelatedProps) {
  const t = usePhrases(conditionPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const kind = kindOfRelated(value)
  const key = relationKeyOf(value)
  const where = whereOf(value)
  const relations = object.relations.filter((each) => meta.object(each.object) !== undefined)
  const target = meta.object(relations.find((each) => each.key === key)?.object ?? '')
  const narrow = (next: Condition | undefined) => onChange(withWhere(value, next))
  const parts = {
    kind: (
      <Select
        aria-label={t('related_kind')}
        popupMatchSelectWidth={false}
        value={kind}
        options={(['has', 'has_no', 'aggregate'] as const).map((each) => ({ value: each, label: t(each) }))}
        onChange={(picked) => onChange(relatedAs(value, picked))}
      />
    ),
    relation: (
      <Select
        aria-label={t('relation')}
        popupMatchSelectWidth={false}
        value={key}
        showSearch={{ optionFilterProp: 'label' }}
        options={relations.map((each) => ({ value: each.key, label: label(each.label) }))}
        onChange={(picked) => onChange(withRelation(value, picked))}
      />
    ),
    ...('has' in value ? { least: <AtLeast value={value} onChange={onChange} /> } : {}),
    ...('aggregate' in value && target !== undefined ? figureParts({ object: target, value, onChange }) : {}),
  }
  return (
    <div className="pg-condition__related">
      <div className="pg-condition__line">
        <Sentence text={t(`say_${kind}`, SLOTS)} parts={parts} />
        {target !== undefined && where === undefined && (
          <Button size="small" type="link" icon={<PlusOutlined aria-hidden />} onClick={() => narrow({ and: [freshCondition(target)] })}>
            {t('narrow')}
          </Button>
        )}
      </div>
      {target !== undefined && where !== undefined && (
        <Where object={target} onRemove={() => narrow(undefined)}>
          <Builder object={target} value={where} depth={depth + 1} isWhere onChange={narrow} />
        </Where>
      )}
    </div>
  )
}

function Where(props: { readonly object: ObjectMeta; readonly onRemove: () => void; readonly children: ReactNode }) {
  const t = usePhrases(conditionPhrases)
  const label = useLabel()
  return (
    <div className="pg-condition__nested">
      <div className="pg-condition__where">
        <span className="pg-muted">{t('where_of', { name: label(props.object.label.one) })}</span>
        <Button size="small" type="text" onClick={props.onRemove}>
          {t('remove_where')}
        </Button>
      </div>
      {props.children}
    </div>
  )
}

// The places of the sentence; what stands there are controls, put in by `Sentence`.
const SLOTS = { kind: '⟦kind⟧', least: '⟦least⟧', relation: '⟦relation⟧', figure: '⟦figure⟧', op: '⟦op⟧', value: '⟦value⟧' }

function AtLeast({ value, onChange }: { readonly value: HasCondition; readonly onChange: (condition: Condition) => void }) {
  const t = usePhrases(conditionPhrases)
  return (
    <InputNumber
      className="pg-condition__number"
      aria-label={t('at_least')}
      min={1}
      max={100_000}
      precision={0}
      prefix={t('at_least')}
      value={value.min ?? 1}
      onChange={(n) => onChange(withLeast(value, n ?? 1))}
    />
  )
}

type FigureProps = {
  readonly object: ObjectMeta
  readonly value: AggregateCondition
  readonly onChange: (condition: Condition) => void
}

function figureParts(props: FigureProps) {
  return { figure: <FigureSelect {...props} />, op: <FigureOperator {...props} />, value: <FigureValue {...props} /> }
}

function FigureSelect({ object, value, onChange }: FigureProps) {
  const t = usePhrases(conditionPhrases)
  const locale = useLocale()
  const named = ({ fn, field }: Figure) => figureName(field === undefined ? undefined : fieldOf(object, field), { fn, locale })
  const choices = figuresOf(object)
  return (
    <Select
      aria-label={t('measure')}
      popupMatchSelectWidth={false}
      value={choiceOf(value.aggregate)}
      showSearch={{ optionFilterProp: 'label' }}
      options={choices.map((each) => ({ value: choiceOf(each), label: named(each) }))}
      onChange={(picked) => {
        const figure = choices.find((each) => choiceOf(each) === picked)
        if (figure !== undefined) onChange(withFigure(value, figure))
      }}
    />
  )
}

function FigureOperator({ value, onChange }: FigureProps) {
  const t = usePhrases(conditionPhrases)
  const named = usePhrases(operatorPhrases)
  return (
    <Select
      aria-label={t('operator')}
      popupMatchSelectWidth={false}
      value={value.op}
      options={(['gte', 'gt', 'lte', 'lt', 'eq', 'neq'] as const).map((op) => ({ value: op, label: named(op) }))}
      onChange={(op) => onChange({ ...value, op })}
    />
  )
}

/** The number it is compared with; the first or last day of a date is a day. */
function FigureValue({ object, value, onChange }: FigureProps) {
  const t = usePhrases(conditionPhrases)
  const id = useId()
  const field = value.aggregate.field === undefined ? undefined : fieldOf(object, value.aggregate.field)
  if (field?.buckets !== undefined) {
    const { Filter } = fieldUi(field)
    const given = textOf(value.value)
    return (
      <Suspense>
        <Filter
          id={id}
          field={field}
          op="eq"
          value={given}
          label={t('figure_value')}
          onChange={(next) => onChange({ ...value, value: textOf(next) })}
        />
      </Suspense>
    )
  }
  const number = textOf(value.value) === '' ? null : Number(value.value)
  return (
    <InputNumber
      className="pg-condition__amount"
      aria-label={t('figure_value')}
      value={number}
      formatter={(n) => String(n ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, ',')}
      parser={(text) => Number((text ?? '').replaceAll(',', ''))}
      onChange={(n) => onChange({ ...value, value: n ?? '' })}
    />
  )
}
