import type { Json, WireRecord } from '@perigon/contracts'
import { problemIn, useOverlay, useRecordUi } from '@perigon/record-ui'
import { general, Tag, textOf, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { ConditionLine } from './condition-line.tsx'
import { RulePreview } from './rule-preview.tsx'
import { type Draft, useSave } from './settings.queries.ts'
import { conditionOf, jsonOf } from './stored-condition.ts'
import { settingsPhrases } from './settings-phrases.ts'

/** Dates that are derived from the rules themselves, or change with every touch, count for nothing. */
const NO_DATES = new Set(['reclaim_at', 'pooled_at', 'updated_at', 'deleted_at'])
/** The fields of a rule that stand on the screen; what is wrong with one is said beside it. */
const FIGURES = ['date_field', 'days', 'counting', 'remind_before', 'manager_before'] as const
type Wrong = { readonly [field: string]: string }

function draftOf(rule: WireRecord): Draft {
  const whole = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null)
  return {
    condition: conditionOf(rule['condition']),
    date_field: textOf(rule['date_field']),
    days: whole(rule['days']) ?? 30,
    counting: rule['counting'] === 'calendar' ? 'calendar' : 'working',
    remind_before: whole(rule['remind_before']),
    manager_before: whole(rule['manager_before']),
  }
}

/** A rule: what it applies to, what it counts, its ladder; previewed before it is switched on. */
export function RuleForm({ rule }: { readonly rule: WireRecord }) {
  const t = usePhrases(settingsPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const show = useOverlay()
  const save = useSave(useRecordUi().meta.object('pool_rule'), FIGURES)
  const [draft, setDraft] = useState(() => draftOf(rule))
  const name = locale === 'zh-CN' ? textOf(rule['name']) : textOf(rule['name_en'] ?? rule['name'])
  const isOn = rule['active'] === true
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(rule))
  const wrong: Wrong = Object.fromEntries((problemIn(save.error)?.errors ?? []).map(({ path, message }) => [path, message]))
  const change = (next: Draft) => {
    save.reset()
    setDraft(next)
  }
  const patch = { ...draft, condition: jsonOf(draft.condition) }
  const turnOn = () => save.mutate({ record: rule, patch: { ...patch, active: true }, said: t('turned_on', { name }) })
  const preview = (onTurnOn: (() => void) | null) =>
    show((close) => <RulePreview name={name} draft={draft} onTurnOn={onTurnOn} onClose={close} />)
  return (
    <article className="pg-rule" aria-label={name}>
      <header className="pg-pools__head">
        <h4>{name}</h4>
        {isOn && <Tag color="green">{t('on')}</Tag>}
      </header>
      <ConditionLine
        label={t('applies_to')}
        none={t('applies_all')}
        condition={draft.condition}
        onChange={(condition) => change({ ...draft, condition })}
      />
      <Figures draft={draft} wrong={wrong} onChange={change} />
      <div className="pg-actions">
        <Button onClick={() => preview(null)}>{t('preview')}</Button>
        {isChanged && (
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ record: rule, patch, said: t('saved', { name }) })}>
            {words('save')}
          </Button>
        )}
        {isOn ? (
          <Button
            loading={save.isPending}
            onClick={() => save.mutate({ record: rule, patch: { active: false }, said: t('turned_off', { name }) })}
          >
            {t('turn_off')}
          </Button>
        ) : (
          <Button type="primary" loading={save.isPending} onClick={() => preview(turnOn)}>
            {t('turn_on')}
          </Button>
        )}
      </div>
    </article>
  )
}

function Figures({ draft, wrong, onChange }: { readonly draft: Draft; readonly wrong: Wrong; readonly onChange: (draft: Draft) => void }) {
  const t = usePhrases(settingsPhrases)
  const label = useLabel()
  const fields = useRecordUi().meta.object('customer')?.fields ?? []
  const dates = fields.filter((field) => field.operators.includes('within') && !NO_DATES.has(field.key))
  return (
    <div className="pg-rule__figures">
      <label>
        <span>{t('date_field')}</span>
        <Select
          aria-label={t('date_field')}
          value={draft.date_field}
          options={dates.map((field) => ({ value: field.key, label: label(field.label) }))}
          onChange={(date_field) => onChange({ ...draft, date_field })}
        />
        <Complaint text={wrong['date_field']} />
      </label>
      <label>
        <span>{t('days')}</span>
        <InputNumber
          aria-label={t('days')}
          min={1}
          max={3650}
          precision={0}
          value={draft.days}
          status={wrong['days'] === undefined ? '' : 'error'}
          onChange={(days) => onChange({ ...draft, days })}
        />
        <Complaint text={wrong['days']} />
      </label>
      <label>
        <span>{t('counting')}</span>
        <Select
          aria-label={t('counting')}
          value={draft.counting}
          options={(['working', 'calendar'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={(counting) => onChange({ ...draft, counting })}
        />
      </label>
      {(['remind_before', 'manager_before'] as const).map((key) => (
        <label key={key}>
          <span>{t(key)}</span>
          <InputNumber
            aria-label={t(key)}
            min={1}
            max={365}
            precision={0}
            placeholder={t('never')}
            value={draft[key]}
            status={wrong[key] === undefined ? '' : 'error'}
            onChange={(value) => onChange({ ...draft, [key]: value })}
          />
          <Complaint text={wrong[key]} />
        </label>
      ))}
    </div>
  )
}

function Complaint({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <span className="pg-error" role="alert">
      {text}
    </span>
  )
}
