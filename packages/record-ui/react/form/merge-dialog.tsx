import type { FieldMeta, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, formatNear, general, isBlank, toast, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { fieldOf } from '../../core/meta-index.ts'
import { type Patch, records } from '../../core/records.ts'
import { type Conflict, conflictOf, type FieldConflict, wirePatch } from '../../core/refusal.ts'
import { conflictPhrases } from '../../phrases/conflict-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

type MergeProps = {
  readonly object: ObjectMeta
  readonly conflict: Conflict
  readonly patch: Patch
  readonly onMerged: (record: WireRecord) => void
  readonly onClose: () => void
}

type Side = 'yours' | 'theirs'
type Sides = { readonly [field: string]: Side }

/** Two people changed the same fields of a record: shows what was there and both values, and saves the choice. */
export function MergeDialog(props: MergeProps) {
  const t = usePhrases(conflictPhrases)
  const words = usePhrases(general)
  const { object, patch } = props
  const [sides, setSides] = useState<Sides>({})
  const { conflict, isBusy, save } = useMerge(props)
  const { fields } = conflict
  const all = (side: Side) => setSides(Object.fromEntries(fields.map(({ field }) => [field, side])))
  return (
    <Modal
      open
      width={820}
      title={t('title', { who: whoOf(fields) ?? t('somebody') })}
      okText={t('save')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      onOk={() => save(sides)}
      onCancel={props.onClose}
    >
      <p className="pg-muted">{t('hint')}</p>
      {fields.length > 1 && (
        <p className="pg-actions pg-merge__all">
          <Button size="small" onClick={() => all('yours')}>
            {t('all_yours')}
          </Button>
          <Button size="small" onClick={() => all('theirs')}>
            {t('all_theirs')}
          </Button>
        </p>
      )}
      <div className="pg-merge" role="table" aria-label={t('hint')}>
        <div role="row" className="pg-merge__row pg-merge__row--head">
          {(['field', 'base', 'yours', 'theirs'] as const).map((each) => (
            <span key={each} role="columnheader">
              {t(each)}
            </span>
          ))}
        </div>
        {fields.map((each, index) => (
          <MergeRow
            key={each.field}
            isFirst={index === 0}
            object={object}
            conflict={each}
            yours={patch[each.field] ?? null}
            side={sides[each.field] ?? 'yours'}
            onChoose={(side) => setSides((old) => ({ ...old, [each.field]: side }))}
          />
        ))}
      </div>
    </Modal>
  )
}

function useMerge(props: MergeProps) {
  const { api } = useRecordUi()
  const { object, patch } = props
  const [conflict, setConflict] = useState(props.conflict)
  const [isBusy, setBusy] = useState(false)
  const save = async (sides: Sides) => {
    const kept = Object.fromEntries(Object.entries(patch).filter(([key]) => sides[key] !== 'theirs'))
    setBusy(true)
    try {
      const { id, version } = conflict.current
      props.onMerged(
        Object.keys(kept).length === 0
          ? conflict.current
          : await records.update(api, object, { id, version, patch: wirePatch(object, kept) }),
      )
      props.onClose()
    } catch (error) {
      const problem = problemIn(error)
      const again = problem === null ? null : conflictOf(problem)
      if (again === null) toast({ text: failureText(error), tone: 'error' })
      else setConflict(again)
    } finally {
      setBusy(false)
    }
  }
  return { conflict, isBusy, save }
}

/** Who changed them, when it was one person. */
function whoOf(fields: readonly FieldConflict[]): string | null {
  const names = new Set(fields.map((each) => each.by))
  return names.size === 1 ? ([...names][0] ?? null) : null
}

function MergeRow(props: {
  /** The keyboard begins here, not at the cross that gives everything up. */
  readonly isFirst: boolean
  readonly object: ObjectMeta
  readonly conflict: FieldConflict
  readonly yours: Json
  readonly side: Side
  readonly onChoose: (side: Side) => void
}) {
  const t = usePhrases(conflictPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const { conflict, side } = props
  const field = fieldOf(props.object, conflict.field)
  if (field === undefined) return null
  const at = conflict.at === null ? '' : formatNear(conflict.at, locale, { timeZone, now: now() })
  return (
    <Radio.Group
      role="row"
      className="pg-merge__row"
      value={side}
      onChange={(event) => props.onChoose(event.target.value === 'theirs' ? 'theirs' : 'yours')}
      aria-label={label(field.label)}
    >
      <span role="rowheader" className="pg-merge__name">
        {label(field.label)}
      </span>
      <span role="cell" className="pg-merge__base">
        <span className="pg-merge__side">{t('base')}</span>
        {conflict.base === undefined ? <span className="pg-muted">{t('unknown')}</span> : <Value field={field} value={conflict.base} />}
      </span>
      <Choice side="yours" chosen={side} field={field} value={props.yours} autoFocus={props.isFirst} />
      <Choice
        side="theirs"
        chosen={side}
        field={field}
        value={conflict.theirs}
        note={t('theirs_of', { who: conflict.by ?? t('somebody'), at })}
      />
    </Radio.Group>
  )
}

function Choice(props: {
  readonly side: Side
  readonly chosen: Side
  readonly field: FieldMeta
  readonly value: Json
  readonly note?: string
  readonly autoFocus?: boolean
}) {
  const t = usePhrases(conflictPhrases)
  const { side, field, value, note, autoFocus = false } = props
  return (
    <span role="cell">
      <Radio
        value={side}
        autoFocus={autoFocus}
        className={side === props.chosen ? 'pg-merge__choice pg-merge__choice--chosen' : 'pg-merge__choice'}
      >
        <span className="pg-merge__side">{t(side)}</span>
        <Value field={field} value={value} />
        {note !== undefined && <small className="pg-muted">{note}</small>}
      </Radio>
    </span>
  )
}

function Value({ field, value }: { readonly field: FieldMeta; readonly value: Json }) {
  const words = usePhrases(general)
  const { Cell } = fieldUi(field)
  return <span>{isBlank(value) ? <span className="pg-muted">{words('none')}</span> : <Cell field={field} value={value} />}</span>
}
