import type { Condition, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import {
  ColumnsPanel,
  ConditionText,
  FieldRow,
  FilterDrawer,
  failureText,
  keys,
  problemIn,
  records,
  useOverlay,
  useRecordUi,
} from '@perigon/record-ui'
import { general, toast, usePhrases } from '@perigon/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { scheduleFields } from './schedule-fields.ts'
import { schedulePhrases } from './schedule-phrases.ts'
import { type Scope, scopeOf, storedScope } from './schedule-scope.ts'

type Props = { readonly object: ObjectMeta; readonly schedule: WireRecord; readonly onClose: () => void }
type Values = { readonly [key: string]: Json }

const FIELDS = ['name', 'format', 'rhythm', 'weekday', 'month_day', 'hour', 'working_days'] as const

/** Changes a schedule: its name, format and rhythm, its columns and which records it takes. */
export function ScheduleDialog({ object, schedule, onClose }: Props) {
  const t = usePhrases(schedulePhrases)
  const words = usePhrases(general)
  const { meta } = useRecordUi()
  const target = meta.object(String(schedule['object'] ?? ''))
  const [values, setValues] = useState<Values>(() => Object.fromEntries(FIELDS.map((key) => [key, schedule[key] ?? null])))
  const [scope, setScope] = useState<Scope>(() => scopeOf(meta, schedule['query'], target))
  const save = useSave({ object, schedule, onClose })
  const fields = scheduleFields(values['rhythm'] ?? null)
  const errors = new Map((problemIn(save.error)?.errors ?? []).map((issue) => [issue.path, issue]))
  const isBeside = [...errors.keys()].some((path) => fields.includes(path))
  const before = scopeOf(meta, schedule['query'], target)
  const patch = changes(schedule, { values, scope, before, target })
  return (
    <Modal
      open
      title={t('title', { name: String(schedule['name'] ?? '') })}
      okText={words('save')}
      cancelText={words('cancel')}
      confirmLoading={save.isPending}
      onOk={() => (Object.keys(patch).length === 0 ? onClose() : save.mutate(patch))}
      onCancel={onClose}
    >
      <div className="pg-stack">
        {save.error !== null && !isBeside && (
          <Alert type="error" showIcon role="alert" title={problemIn(save.error)?.errors?.[0]?.message ?? failureText(save.error)} />
        )}
        {object.fields
          .filter((field) => fields.includes(field.key))
          .map((field) => (
            <FieldRow
              key={field.key}
              field={field}
              value={values[field.key] ?? null}
              error={errors.get(field.key)}
              onChange={(value) => setValues((old) => ({ ...old, [field.key]: value }))}
            />
          ))}
        {target === undefined ? (
          <Alert type="warning" showIcon title={t('no_object')} />
        ) : (
          <ScopeFields target={target} scope={scope} isCard={values['format'] === 'vcf'} onChange={setScope} />
        )}
      </div>
    </Modal>
  )
}

/** Only what was changed, so that nothing else is written over and the log tells no more; what cannot be read any more stays. */
function changes(
  schedule: WireRecord,
  {
    values,
    scope,
    before,
    target,
  }: { readonly values: Values; readonly scope: Scope; readonly before: Scope; readonly target: ObjectMeta | undefined },
): Values {
  const patch = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== (schedule[key] ?? null)))
  const isSame = scope.gone === 0 && JSON.stringify(scope) === JSON.stringify(before)
  return target === undefined || isSame ? patch : { ...patch, query: storedScope(schedule['query'], scope) }
}

type ScopeProps = {
  readonly target: ObjectMeta
  readonly scope: Scope
  readonly isCard: boolean
  readonly onChange: (scope: Scope) => void
}

function ScopeFields({ target, scope, isCard, onChange }: ScopeProps) {
  const t = usePhrases(schedulePhrases)
  const show = useOverlay()
  const change = (filter: Condition | null) => onChange({ ...scope, filter })
  return (
    <>
      <section className="pg-stack" aria-label={t('filter')}>
        <b>{t('filter')}</b>
        <p>
          {scope.chosen > 0 ? (
            t('chosen', { n: scope.chosen })
          ) : scope.filter === null ? (
            t('filter_all')
          ) : (
            <ConditionText object={target} condition={scope.filter} />
          )}{' '}
          {scope.chosen === 0 && (
            <Button
              type="link"
              size="small"
              onClick={() => show((close) => <FilterDrawer object={target} filter={scope.filter} onApply={change} onClose={close} />)}
            >
              {t('filter_edit')}
            </Button>
          )}
        </p>
      </section>
      <section className="pg-stack" aria-label={t('columns')}>
        <b>{t('columns')}</b>
        {isCard && <p className="pg-muted">{t('columns_card')}</p>}
        {!isCard && scope.gone > 0 && <Alert type="warning" showIcon title={t('gone', { n: scope.gone })} />}
        {!isCard && <ColumnsPanel object={target} columns={scope.columns} onChange={(columns) => onChange({ ...scope, columns })} />}
      </section>
    </>
  )
}

function useSave({ object, schedule, onClose }: Props) {
  const t = usePhrases(schedulePhrases)
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (patch: Values) => records.update(api, object, { id: schedule.id, version: schedule.version, patch }),
    onSuccess: async (stored) => {
      await client.invalidateQueries({ queryKey: keys.object(object) })
      toast({ text: t('saved', { name: String(stored['name'] ?? '') }) })
      onClose()
    },
  })
}
