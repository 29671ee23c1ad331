import { PlusOutlined } from '@ant-design/icons'
import type { Condition, ObjectMeta } from '@perigon/contracts'
import { usePhrases } from '@perigon/ui'
import { Button, Segmented } from 'antd'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { ConditionRow } from './condition-row.tsx'
import { type BuilderProps, conditionOf, freshCondition, type Group, groupOf } from './condition-tree.ts'

const DEPTH = 6

/** Builds any condition the query language knows: nested groups, fields along links, related records, figures over them. */
export function ConditionBuilder({ object, value, onChange, depth = 0 }: BuilderProps) {
  const t = usePhrases(conditionPhrases)
  const group = groupOf(value) ?? { join: 'and', isNegated: false, parts: [value] }
  const set = (next: Partial<Group>) => onChange(conditionOf({ ...group, ...next }))
  const replace = (index: number, part: Condition | null) =>
    set({
      parts: part === null ? group.parts.filter((_, at) => at !== index) : group.parts.map((each, at) => (at === index ? part : each)),
    })
  const kind = group.isNegated ? 'not' : group.join
  return (
    <div className="pg-condition" role="group" aria-label={t(kind === 'not' ? 'none_of' : kind === 'or' ? 'any_of' : 'all_of')}>
      <Segmented
        size="small"
        aria-label={t('join')}
        value={kind}
        options={[
          { value: 'and', label: t('all_of') },
          { value: 'or', label: t('any_of') },
          { value: 'not', label: t('none_of') },
        ]}
        onChange={(picked) => set(picked === 'not' ? { isNegated: true } : { isNegated: false, join: picked === 'or' ? 'or' : 'and' })}
      />
      {group.parts.map((part, index) =>
        groupOf(part) === null ? (
          <ConditionRow
            key={index}
            Builder={ConditionBuilder}
            object={object}
            value={part}
            depth={depth}
            onChange={(next) => replace(index, next)}
            onRemove={() => replace(index, null)}
          />
        ) : (
          <div key={index} className="pg-condition__nested">
            <ConditionBuilder object={object} value={part} depth={depth + 1} onChange={(next) => replace(index, next)} />
            <Button size="small" type="text" onClick={() => replace(index, null)}>
              {t('remove_group')}
            </Button>
          </div>
        ),
      )}
      <AddButtons object={object} canNest={depth < DEPTH} onAdd={(part) => set({ parts: [...group.parts, part] })} />
    </div>
  )
}

function AddButtons({
  object,
  canNest,
  onAdd,
}: {
  readonly object: ObjectMeta
  readonly canNest: boolean
  readonly onAdd: (part: Condition) => void
}) {
  const t = usePhrases(conditionPhrases)
  const [relation] = object.relations
  return (
    <div className="pg-actions">
      <Button size="small" type="dashed" icon={<PlusOutlined aria-hidden />} onClick={() => onAdd(freshCondition(object))}>
        {t('add_condition')}
      </Button>
      {relation !== undefined && (
        <Button size="small" type="dashed" icon={<PlusOutlined aria-hidden />} onClick={() => onAdd({ has: relation.key })}>
          {t('add_related')}
        </Button>
      )}
      {canNest && (
        <Button size="small" type="dashed" icon={<PlusOutlined aria-hidden />} onClick={() => onAdd({ or: [freshCondition(object)] })}>
          {t('add_group')}
        </Button>
      )}
    </div>
  )
}
