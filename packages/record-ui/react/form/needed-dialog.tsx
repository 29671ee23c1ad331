import type { FieldMeta, Json, ObjectMeta, Problem, WireRecord } from '@perigon/contracts'
import { general, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { useState } from 'react'
import { type Patch, records } from '../../core/records.ts'
import { fieldsNeeded, wirePatch } from '../../core/refusal.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { messagesOf, SmallFormFields, useSmallForm } from './small-form.tsx'

/** A change was refused because other fields are missing: asks for just these and repeats the change. */
export function NeededDialog(props: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly patch: Patch
  readonly problem: Problem
  readonly fields: readonly FieldMeta[]
  readonly onSaved: (record: WireRecord) => void
  readonly onClose: () => void
}) {
  const { api } = useRecordUi()
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const { object, record, patch } = props
  const [fields, setFields] = useState(props.fields)
  const form = useSmallForm({}, messagesOf(props.problem))
  const valueOf = (key: string): Json => form.values[key] ?? patch[key] ?? record[key] ?? null
  const send = async () => {
    const { id, version } = record
    props.onSaved(await records.update(api, object, { id, version, patch: wirePatch(object, { ...patch, ...form.values }) }))
    props.onClose()
  }
  const askMore = (problem: Problem | null) => {
    const more = problem === null ? [] : fieldsNeeded(object, problem)
    setFields((old) => [...old, ...more.filter((each) => !old.some((known) => known.key === each.key))])
    return more.length > 0
  }
  return (
    <Modal
      open
      title={t('needed')}
      okText={words('save')}
      cancelText={words('cancel')}
      confirmLoading={form.isBusy}
      onOk={() => form.attempt(send, askMore)}
      onCancel={props.onClose}
    >
      <p className="pg-muted">{form.failure ?? t('needed_hint')}</p>
      <SmallFormFields form={form} fields={fields} valueOf={valueOf} />
    </Modal>
  )
}
