import { PlusOutlined } from '@ant-design/icons'
import type { Condition, ObjectMeta } from '@perigon/contracts'
import { usePhrases } from '@perigon/ui'
import { Button, Segmented } from 'antd'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { ConditionRow } from './condition-row.tsx'
import { type BuilderProps, conditionOf, freshCondition, type Group, groupOf, joinedAs, joinOf, type JoinChoice } from './condition-tree.ts'

const DEPTH = 6

/** Builds any condition the query language knows: nested groups, fields along links, related records, figures over them. */
export function ConditionBuilder({ object, value, onChange, depth = 0, isWhere = false }: BuilderProps) {
  const t = usePhrases(conditionPhrases)
  const group = groupOf(value) ?? { join: 'and', isNegated: false, parts: [value] }
  const set = (next: Group) => onChange(conditionOf(next))
  const replace = (index: number, part: Condition | null) =>
    set({
      ...group,
      parts: part === null ? group.parts.filter((_, at) => at !== index) : group.parts.map((each, at) => (at === index ? part : each)),
    })
  const choice = joinOf(group)
  const choices: readonly JoinChoice[] = ['all_of', 'any_of', 'none_of', ...(choice === 'not_all_of' ? [choice] : [])]
  return (
    <div className="pg-condition" role="group" aria-label={t(choice)}>
      {!(isWhere && group.parts.length < 2 && !group.isNegated) && (
        <Segmented
          size="small"
          aria-label={t('join')}
          value={choice}
          options={choices.map((each) => ({ value: each, label: t(each) }))}
          onChange={(picked) => set(joinedAs(group, picked))}
        />
      )}
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
      <AddButtons object={object} canNest={depth < DEPTH} onAdd={(part) => set({ ...group, parts: [...group.parts, part] })} />
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
  const { meta } = useRecordUi()
  const relation = object.relations.find((each) => meta.object(each.object) !== undefined)
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
