import { CheckCircleFilled, CheckOutlined, MinusCircleOutlined } from '@ant-design/icons'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldOf, type RecordSlotProps, titleOf, useActions, usePage, useRecordUi } from '@perigon/record-ui'
import {
  daysBetween,
  isBlank,
  linkOf,
  listOf,
  numberOf,
  textOf,
  today,
  useFieldContext,
  useLabel,
  usePhone,
  usePhrases,
  useShortcuts,
  zoned,
} from '@perigon/ui'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { salesPhrases } from './sales-phrases.ts'
import './stage-path.css'

/** The stages of the process as a path: where it stands, for how long, and what the next one needs. */
export function StagePathPanel({ object, record }: RecordSlotProps) {
  const t = usePhrases(salesPhrases)
  const { meta } = useRecordUi()
  const isPhone = usePhone()
  const stages = useStages(record)
  const move = useStageMove(object, record)
  const currentId = linkOf(record['stage'])?.id
  const at = stages.findIndex((each) => each.id === currentId)
  const [shownId, setShown] = useState<string | null>(null)
  const openStages = stages.filter((each) => textOf(each['kind']) === 'open')
  const next = stages.find((each, index) => index > at && textOf(each['kind']) === 'open')
  const shown = stages.find((each) => each.id === shownId) ?? next ?? null
  const isOpen = textOf(record['state']) === 'open'
  useShortcuts({ m: () => next !== undefined && isOpen && move(next) })
  if (stages.length === 0 || meta.object('sales_stage') === undefined) return null
  return (
    <section className="pg-card pg-path" aria-label={t('stage_path')}>
      {isPhone ? (
        <Select
          className="pg-fill"
          aria-label={t('stage_path')}
          disabled={!isOpen || !object.can.update}
          value={currentId ?? null}
          options={stages.map((each) => ({ value: each.id, label: textOf(each['name']) }))}
          onChange={(id) => {
            const stage = stages.find((each) => each.id === id)
            if (stage !== undefined) move(stage)
          }}
        />
      ) : (
        <ol className="pg-path__steps">
          {stages.map((stage, index) => (
            <Step
              key={stage.id}
              stage={stage}
              place={index === at ? 'current' : index < at && openStages.includes(stage) ? 'done' : 'ahead'}
              isShown={shown?.id === stage.id}
              onShow={() => setShown(stage.id)}
            />
          ))}
        </ol>
      )}
      <div className="pg-path__foot">
        <Stay record={record} stage={stages[at]} />
        {shown !== null && shown.id !== currentId && <Needs object={object} record={record} stage={shown} />}
        <span className="pg-grow" />
        {isOpen && object.can.update && shown !== null && shown.id !== currentId && (
          <Button type={stages.indexOf(shown) > at ? 'primary' : 'default'} onClick={() => move(shown)}>
            {t(stages.indexOf(shown) > at ? 'move_here' : 'back_here', { name: textOf(shown['name']) })}
          </Button>
        )}
      </div>
      {shown !== null && textOf(shown['guide']) !== '' && (
        <p className="pg-path__guide pg-muted">
          {t('guide')}: {textOf(shown['guide'])}
        </p>
      )}
    </section>
  )
}

function Step({
  stage,
  place,
  isShown,
  onShow,
}: {
  readonly stage: WireRecord
  readonly place: 'done' | 'current' | 'ahead'
  readonly isShown: boolean
  readonly onShow: () => void
}) {
  const t = usePhrases(salesPhrases)
  const kind = textOf(stage['kind'])
  return (
    <li className={`pg-path__step pg-path__step--${place} pg-path__step--${kind}`}>
      <button type="button" aria-current={place === 'current' ? 'step' : undefined} aria-pressed={isShown} onClick={onShow}>
        {place === 'done' && <CheckOutlined aria-hidden />}
        <span>{textOf(stage['name'])}</span>
        {place === 'current' && <span className="pg-sr">{t('current_stage')}</span>}
      </button>
    </li>
  )
}

function Stay({ record, stage }: { readonly record: WireRecord; readonly stage: WireRecord | undefined }) {
  const t = usePhrases(salesPhrases)
  const { timeZone, now } = useFieldContext()
  const entered = zoned(textOf(record['stage_entered_at']), timeZone)
  if (entered === null || textOf(record['state']) !== 'open') return null
  const days = Math.max(0, daysBetween(entered.day, today(now(), timeZone)))
  const max = numberOf(stage?.['max_days'])
  const tone = max === null || days <= max ? 'fine' : days > max * 2 ? 'bad' : 'late'
  return (
    <span className={`pg-path__stay pg-path__stay--${tone}`}>
      {t('days_in_stage', { n: days })}
      {tone !== 'fine' && max !== null && ` · ${t('overstayed', { max })}`}
    </span>
  )
}

function Needs({ object, record, stage }: { readonly object: ObjectMeta; readonly record: WireRecord; readonly stage: WireRecord }) {
  const t = usePhrases(salesPhrases)
  const label = useLabel()
  const fields = listOf(stage['required_fields']).flatMap((key) => fieldOf(object, key) ?? [])
  if (fields.length === 0) return null
  return (
    <span className="pg-path__needs">
      <span className="pg-muted">{t('needs', { name: textOf(stage['name']) })}</span>
      {fields.map((field) => {
        const isFilled = !isBlank(record[field.key])
        return (
          <span key={field.key} className={isFilled ? 'pg-path__need pg-path__need--filled' : 'pg-path__need'}>
            {isFilled ? <CheckCircleFilled aria-label={t('filled')} /> : <MinusCircleOutlined aria-label={t('not_filled')} />}{' '}
            {label(field.label)}
          </span>
        )
      })}
    </span>
  )
}

function useStages(record: WireRecord): readonly WireRecord[] {
  const { meta } = useRecordUi()
  const process = linkOf(record['process'])?.id ?? ''
  const page = usePage(
    meta.object('sales_stage'),
    { filter: { field: 'process', op: 'eq', value: process }, sort: ['position'], limit: 50 },
    process !== '',
  )
  return page.data?.data ?? []
}

// Winning and losing are verbs with their own questions; every other stage is a plain change that may ask for what is missing.
function useStageMove(object: ObjectMeta, record: WireRecord): (stage: WireRecord) => void {
  const actions = useActions()
  const t = usePhrases(salesPhrases)
  return (stage) => {
    const kind = textOf(stage['kind'])
    const verb = object.verbs.find((each) => each.key === (kind === 'won' ? 'win' : kind === 'lost' ? 'lose' : ''))
    if (verb !== undefined) return actions.runVerb(object, record, { verb })
    const title = textOf(stage['name'])
    void actions.change(object, record, {
      patch: { stage: { id: stage.id, title } },
      done: t('moved', { name: titleOf(object, record), stage: title }),
    })
  }
}
