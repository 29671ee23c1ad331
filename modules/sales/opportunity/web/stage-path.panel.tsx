import { CheckCircleFilled, CheckOutlined, MinusCircleOutlined } from '@ant-design/icons'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldOf, type RecordSlotProps, titleOf, useActions, usePage, useRecordUi } from '@perigon/record-ui'
import {
  daysBetween,
  fieldUi,
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
  const passed = usePassed(record)
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
              place={index === at ? 'current' : index < at && openStages.includes(stage) && passed(stage) ? 'done' : 'ahead'}
              isShown={shown?.id === stage.id}
              onShow={() => setShown(stage.id)}
            />
          ))}
        </ol>
      )}
      <Foot
        object={object}
        record={record}
        current={stages[at]}
        shown={shown}
        isAhead={shown !== null && stages.indexOf(shown) > at}
        onMove={move}
      />
      {isOpen && shown !== null && textOf(shown['guide']) !== '' && (
        <p className="pg-path__guide pg-muted">
          {t('guide')}: {textOf(shown['guide'])}
        </p>
      )}
    </section>
  )
}

function Foot(props: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly current: WireRecord | undefined
  readonly shown: WireRecord | null
  readonly isAhead: boolean
  readonly onMove: (stage: WireRecord) => void
}) {
  const t = usePhrases(salesPhrases)
  const { object, record, current, shown, isAhead } = props
  if (textOf(record['state']) !== 'open') return <Ending object={object} record={record} />
  const target = shown !== null && shown.id !== current?.id ? shown : null
  return (
    <div className="pg-path__foot">
      <Stay record={record} stage={current} />
      {target !== null && <Needs object={object} record={record} stage={target} />}
      <span className="pg-grow" />
      {object.can.update && target !== null && (
        <Button type={isAhead ? 'primary' : 'default'} onClick={() => props.onMove(target)}>
          {t(isAhead ? 'move_here' : 'back_here', { name: textOf(target['name']) })}
        </Button>
      )}
    </div>
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

// How it ended, or why it rests: state, reason, day.
function Ending({ object, record }: RecordSlotProps) {
  const keys = ['state', 'win_reason', 'loss_reason', 'competitor_won', 'stage_reason', 'closed_on']
  const fields = keys.flatMap((key) => fieldOf(object, key) ?? []).filter((each) => !isBlank(record[each.key]))
  return (
    <span className="pg-path__ending">
      {fields.map((field) => {
        const { Cell } = fieldUi(field)
        return <Cell key={field.key} field={field} value={record[field.key] ?? null} />
      })}
    </span>
  )
}

/** Which stages it went through: an open one those before its stage, a closed one only what its history knows. */
function usePassed(record: WireRecord): (stage: WireRecord) => boolean {
  const history = useRecordUi().meta.object('stage_history')
  const isClosed = ['won', 'lost'].includes(textOf(record['state']))
  const moves = usePage(
    history,
    { filter: { field: 'opportunity', op: 'eq', value: record.id }, fields: ['from_stage', 'to_stage'], limit: 200 },
    isClosed,
  )
  const rows = moves.data?.data ?? []
  return (stage) =>
    !isClosed || rows.some((each) => linkOf(each['from_stage'])?.id === stage.id || linkOf(each['to_stage'])?.id === stage.id)
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
