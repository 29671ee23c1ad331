import type { FieldMeta, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, formatNear, general, isBlank, isSame, toast, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Modal, Radio } from 'antd'
import { useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { fieldOf } from '../../core/meta-index.ts'
import { type Patch, records } from '../../core/records.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { type Conflict, conflictOf, wirePatch } from '../../core/refusal.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

type MergeProps = {
  readonly object: ObjectMeta
  readonly conflict: Conflict
  readonly base: WireRecord | null
  readonly patch: Patch
  readonly onMerged: (record: WireRecord) => void
  readonly onClose: () => void
}

/** Two people changed one record: shows both values field by field and saves the choice. */
export function MergeDialog(props: MergeProps) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const { object, patch, base } = props
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set())
  const { conflict, isBusy, save } = useMerge(props)
  return (
    <Modal
      open
      width={720}
      title={t('conflict', { who: conflict.changedBy ?? t('conflict_somebody') })}
      okText={t('conflict_save')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      onOk={() => save(theirs)}
      onCancel={props.onClose}
    >
      <p className="pg-muted">{t('conflict_hint')}</p>
      <div className="pg-merge" role="table" aria-label={t('conflict_hint')}>
        <MergeHead conflict={conflict} />
        {Object.entries(patch).map(([key, mine]) => (
          <MergeRow
            key={key}
            object={object}
            name={key}
            mine={mine}
            current={conflict.current[key] ?? null}
            isTouched={base === null || !isSame(base[key], conflict.current[key])}
            isTheirs={theirs.has(key)}
            onChoose={(isTheirs) =>
              setTheirs((old) => (isTheirs ? new Set([...old, key]) : new Set([...old].filter((each) => each !== key))))
            }
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
  const save = async (theirs: ReadonlySet<string>) => {
    const kept = Object.fromEntries(Object.entries(patch).filter(([key]) => !theirs.has(key)))
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

function MergeHead({ conflict }: { readonly conflict: Conflict }) {
  const t = usePhrases(recordPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const who = conflict.changedBy ?? t('conflict_somebody')
  const at = conflict.at === null ? '' : formatNear(conflict.at, locale, { timeZone, now: now() })
  return (
    <div role="row" className="pg-merge__row pg-merge__row--head">
      <span role="columnheader">{t('field')}</span>
      <span role="columnheader">{t('yours')}</span>
      <span role="columnheader">{t('theirs_of', { who, at })}</span>
    </div>
  )
}

function MergeRow(props: {
  readonly object: ObjectMeta
  readonly name: string
  readonly mine: Json
  readonly current: Json
  readonly isTouched: boolean
  readonly isTheirs: boolean
  readonly onChoose: (isTheirs: boolean) => void
}) {
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const field = fieldOf(props.object, props.name)
  if (field === undefined) return null
  return (
    <div role="row" className={props.isTouched ? 'pg-merge__row pg-merge__row--touched' : 'pg-merge__row'}>
      <span role="rowheader">{label(field.label)}</span>
      <Radio.Group
        value={props.isTheirs ? 'theirs' : 'mine'}
        onChange={(event) => props.onChoose(event.target.value === 'theirs')}
        aria-label={label(field.label)}
      >
        <Radio value="mine">
          <span className="pg-sr">{t('yours')}</span> <Value field={field} value={props.mine} />
        </Radio>
        <Radio value="theirs">
          <span className="pg-sr">{t('theirs')}</span> <Value field={field} value={props.current} />
        </Radio>
      </Radio.Group>
    </div>
  )
}

function Value({ field, value }: { readonly field: FieldMeta; readonly value: Json }) {
  const words = usePhrases(general)
  const { Cell } = fieldUi(field)
  return isBlank(value) ? <span className="pg-muted">{words('none')}</span> : <Cell field={field} value={value} />
}
