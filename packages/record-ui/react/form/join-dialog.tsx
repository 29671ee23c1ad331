import { type FieldMeta, type Json, type ObjectMeta, saysNothing, type WireRecord } from '@perigon/contracts'
import { formatNumber, general, isBlank, isSame, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { useQueries } from '@tanstack/react-query'
import { Modal, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { records } from '../../core/records.ts'
import { joinPhrases } from '../../phrases/join-phrases.ts'
import { useRefresh } from '../data/queries.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { RecordValue } from '../frame/record-value.tsx'

type JoinProps = {
  readonly object: ObjectMeta
  readonly ids: readonly string[]
  readonly onJoined: () => void
  readonly onClose: () => void
}

/** Several records of the same thing become one: which stays, and whose value is kept where they differ. */
export function JoinDialog(props: JoinProps) {
  const t = usePhrases(joinPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const { object, ids } = props
  const found = useWhole(object, ids)
  const [stays, setStays] = useState<string | null>(null)
  const [choices, setChoices] = useState<{ readonly [field: string]: string }>({})
  const survivor = stays ?? fullest(found, object)
  const { isBusy, join } = useJoin(props)
  const differing = object.fields.filter((field) => !field.read_only && differs(field, found))
  return (
    <Modal
      open
      width={Math.min(1100, 260 + ids.length * 280)}
      title={t('title', { n: ids.length, name: label(object.label.many) })}
      okText={t('action')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ disabled: survivor === null }}
      onOk={() => survivor !== null && join({ survivor, choices })}
      onCancel={props.onClose}
    >
      <p className="pg-muted">{t('hint')}</p>
      {found.length < ids.length ? (
        <Skeleton active paragraph={{ rows: 5 }} />
      ) : (
        <div className="pg-join" role="table" aria-label={t('hint')}>
          <JoinHead object={object} found={found} survivor={survivor} onStay={setStays} />
          {differing.map((field) => (
            <JoinRow
              key={field.key}
              object={object}
              field={field}
              found={found}
              chosen={choices[field.key] ?? kept(field, found, survivor)}
              onChoose={(id) => setChoices((old) => ({ ...old, [field.key]: id }))}
            />
          ))}
          {differing.length === 0 && <p className="pg-muted pg-join__same">{t('same')}</p>}
        </div>
      )}
    </Modal>
  )
}

/** The records with all their fields, in the order in which they were chosen. */
function useWhole(object: ObjectMeta, ids: readonly string[]): readonly WireRecord[] {
  const { api } = useRecordUi()
  const answers = useQueries({
    queries: ids.map((id) => ({ queryKey: ['record', object.key, id], queryFn: () => records.get(api, object, id) })),
  })
  return answers.flatMap((answer) => answer.data ?? [])
}

const valueOf = (record: WireRecord, field: FieldMeta): Json => record[field.key] ?? null

function differs(field: FieldMeta, found: readonly WireRecord[]): boolean {
  const first = found[0]
  return first !== undefined && found.some((each) => !isSame(valueOf(each, field), valueOf(first, field)))
}

/** The record that says most stays, unless somebody says otherwise. */
function fullest(found: readonly WireRecord[], object: ObjectMeta): string | null {
  const filled = (record: WireRecord): number => object.fields.filter((field) => !saysNothing(field, valueOf(record, field))).length
  return found.toSorted((a, b) => filled(b) - filled(a))[0]?.id ?? null
}

/** Whose value a field has when nobody chooses: the survivor's, or the first that says something. */
function kept(field: FieldMeta, found: readonly WireRecord[], survivor: string | null): string {
  const own = found.find((each) => each.id === survivor)
  const said = [...(own === undefined ? [] : [own]), ...found].find((each) => !saysNothing(field, valueOf(each, field)))
  return said?.id ?? survivor ?? ''
}

function useJoin({ object, ids, onJoined, onClose }: JoinProps) {
  const { api } = useRecordUi()
  const t = usePhrases(joinPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const undo = async (operation: string) => {
    try {
      const { kept: left } = await records.undoOperation(api, operation)
      refresh(object)
      toast(left.length === 0 ? { text: words('undone'), tone: 'info' } : { text: t('partly', { n: left.length }), tone: 'info' })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const join = async (chosen: { readonly survivor: string; readonly choices: { readonly [field: string]: string } }) => {
    setBusy(true)
    try {
      const losers = ids.filter((id) => id !== chosen.survivor)
      const { operation, moved } = await records.merge(api, object, { ...chosen, losers })
      const n = Object.values(moved).reduce((sum, each) => sum + each, 0)
      refresh(object)
      onJoined()
      onClose()
      toast({ text: t('done', { n: formatNumber(n, locale) }), undo: () => void undo(operation) })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, join }
}

type HeadProps = {
  readonly object: ObjectMeta
  readonly found: readonly WireRecord[]
  readonly survivor: string | null
  readonly onStay: (id: string) => void
}

function JoinHead({ object, found, survivor, onStay }: HeadProps) {
  const t = usePhrases(joinPhrases)
  return (
    <Radio.Group
      className="pg-join__row pg-join__row--head"
      role="row"
      value={survivor}
      onChange={(event) => onStay(String(event.target.value))}
    >
      <span role="columnheader" className="pg-join__name">
        {t('stays')}
      </span>
      {found.map((record) => (
        <span key={record.id} role="columnheader" aria-label={String(record[object.title] ?? '')} data-stays={record.id === survivor}>
          <Radio value={record.id}>
            <b>{String(record[object.title] ?? '')}</b>
          </Radio>
        </span>
      ))}
    </Radio.Group>
  )
}

type RowProps = {
  readonly object: ObjectMeta
  readonly field: FieldMeta
  readonly found: readonly WireRecord[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

function JoinRow({ object, field, found, chosen, onChoose }: RowProps) {
  const t = usePhrases(joinPhrases)
  const label = useLabel()
  return (
    <Radio.Group
      className="pg-join__row"
      role="row"
      aria-label={label(field.label)}
      value={chosen}
      onChange={(event) => onChoose(String(event.target.value))}
    >
      <span role="rowheader" className="pg-join__name">
        {label(field.label)}
      </span>
      {found.map((record) => (
        <span key={record.id} role="cell">
          <Radio value={record.id}>
            {isBlank(valueOf(record, field)) ? (
              <span className="pg-muted">{t('blank')}</span>
            ) : (
              <RecordValue object={object} id={record.id} field={field} value={valueOf(record, field)} />
            )}
          </Radio>
        </span>
      ))}
    </Radio.Group>
  )
}
