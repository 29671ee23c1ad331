import type { FieldMeta, Json, ObjectMeta, Problem, WireRecord } from '@perigon/contracts'
import { general, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { useState } from 'react'
import { type Patch, records } from '../../core/records.ts'
import { conflictOf, fieldsNeeded, isBesideFields, wirePatch } from '../../core/refusal.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { SmallFormFields, useSmallForm } from './small-form.tsx'

/** A change was refused because other fields are missing: asks for just these and repeats the change. */
export function NeededDialog(props: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly patch: Patch
  readonly problem: Problem
  readonly fields: readonly FieldMeta[]
  readonly onSaved: (record: WireRecord) => void
  /** Somebody changed one of these fields meanwhile: the whole change goes on to the comparison. */
  readonly onConflict: (patch: Patch, problem: Problem) => void
  readonly onClose: () => void
}) {
  const { api } = useRecordUi()
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const { object, record, patch } = props
  const [fields, setFields] = useState(props.fields)
  const form = useSmallForm(object, { wrong: props.problem })
  const valueOf = (key: string): Json => form.values[key] ?? patch[key] ?? record[key] ?? null
  const send = async () => {
    const { id, version } = record
    props.onSaved(await records.update(api, object, { id, version, patch: wirePatch(object, { ...patch, ...form.values }) }))
    props.onClose()
  }
  const askMore = (problem: Problem | null) => {
    if (problem !== null && conflictOf(problem) !== null) {
      props.onConflict({ ...patch, ...form.values }, problem)
      props.onClose()
      return true
    }
    const more = problem === null ? [] : fieldsNeeded(object, problem)
    setFields((old) => [...old, ...more.filter((each) => !old.some((known) => known.key === each.key))])
    const keys = new Set([...fields, ...more].map((each) => each.key))
    return isBesideFields(problem, (path) => keys.has(path))
  }
  return (
    <Modal
      open
      title={t('needed')}
      okText={words('save')}
      cancelText={words('cancel')}
      confirmLoading={form.isBusy}
      onOk={() => form.attempt(send, { onProblem: askMore })}
      onCancel={props.onClose}
    >
      <div className="pg-stack">
        {form.failure === null ? (
          <p className="pg-muted">{t('needed_hint')}</p>
        ) : (
          <p className="pg-error" role="alert">
            {form.failure}
          </p>
        )}
        <SmallFormFields form={form} fields={fields} valueOf={valueOf} />
      </div>
    </Modal>
  )
}
