import type { FieldMeta, Json, ObjectMeta, Problem, WireRecord } from '@perigon/contracts'
import { general, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { useRef, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { type Patch, records } from '../../core/records.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { fieldsNeeded, wirePatch } from '../../core/refusal.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { FieldRow, focusFirstError } from './field-row.tsx'

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
  const { object, record } = props
  const [fields, setFields] = useState(props.fields)
  const [values, setValues] = useState<{ readonly [key: string]: Json }>({})
  const [errors, setErrors] = useState(messages(props.problem))
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const valueOf = (key: string): Json => values[key] ?? props.patch[key] ?? record[key] ?? null
  const save = async () => {
    setBusy(true)
    try {
      props.onSaved(
        await records.update(api, object, {
          id: record.id,
          version: record.version,
          patch: wirePatch(object, { ...props.patch, ...values }),
        }),
      )
      props.onClose()
    } catch (error) {
      const problem = problemIn(error)
      const more = problem === null ? [] : fieldsNeeded(object, problem)
      setFields((old) => [...old, ...more.filter((each) => !old.some((known) => known.key === each.key))])
      setErrors(problem === null ? {} : messages(problem))
      setFailure(more.length > 0 ? null : failureText(error))
      focusFirstError(root.current)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('needed')}
      okText={words('save')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      onOk={save}
      onCancel={props.onClose}
    >
      <p className="pg-muted">{failure ?? t('needed_hint')}</p>
      <div className="pg-stack" ref={root}>
        {fields.map((field, index) => (
          <FieldRow
            key={field.key}
            field={field}
            value={valueOf(field.key)}
            error={errors[field.key]}
            autoFocus={index === 0}
            sibling={valueOf}
            onChange={(value) => {
              setValues((old) => ({ ...old, [field.key]: value }))
              setErrors(({ [field.key]: _gone, ...rest }) => rest)
            }}
          />
        ))}
      </div>
    </Modal>
  )
}

function messages(problem: Problem): { readonly [field: string]: string } {
  return Object.fromEntries((problem.errors ?? []).map((each) => [each.path, each.message]))
}
