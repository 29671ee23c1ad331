import type { Json, ObjectMeta, VerbMeta, WireRecord } from '@perigon/contracts'
import { general, isBlank, phrase, useLabel, usePhrases } from '@perigon/ui'
import { Alert, Modal } from 'antd'
import { useRef, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { titleOf } from '../../core/meta-index.ts'
import { type Patch, records } from '../../core/records.ts'
import { wirePatch } from '../../core/refusal.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { FieldRow, focusFirstError } from './field-row.tsx'

/** The small form of a verb; also takes values for fields of the record that the verb turns out to need. */
export function VerbDialog(props: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly verb: VerbMeta
  readonly initial: Patch
  readonly onDone: (record: WireRecord) => void
  readonly onClose: () => void
}) {
  const { api } = useRecordUi()
  const label = useLabel()
  const words = usePhrases(general)
  const { object, record, verb } = props
  const [values, setValues] = useState<{ readonly [key: string]: Json }>(() => startOf(verb, record, props.initial))
  const [errors, setErrors] = useState<{ readonly [key: string]: string }>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const run = async () => {
    const missing = Object.fromEntries(
      verb.params.filter((each) => each.required && isBlank(values[each.key])).map((each) => [each.key, phrase(general, 'required')]),
    )
    setErrors(missing)
    if (Object.keys(missing).length > 0) return focusFirstError(root.current)
    setBusy(true)
    setFailure(null)
    try {
      props.onDone(
        await records.verb(api, object, {
          id: record.id,
          verb: verb.key,
          params: wirePatch({ fields: verb.params }, values),
          version: record.version,
        }),
      )
      props.onClose()
    } catch (error) {
      setErrors(Object.fromEntries((problemIn(error)?.errors ?? []).map((each) => [each.path, each.message])))
      setFailure(failureText(error))
      focusFirstError(root.current)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={`${label(verb.label)} · ${titleOf(object, record)}`}
      okText={label(verb.label)}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ danger: verb.danger }}
      onOk={run}
      onCancel={props.onClose}
    >
      <div className="pg-stack" ref={root}>
        {failure !== null && <Alert type="error" showIcon title={failure} />}
        {verb.params.map((field, index) => (
          <FieldRow
            key={field.key}
            field={field}
            value={values[field.key] ?? null}
            error={errors[field.key]}
            autoFocus={index === 0}
            sibling={(key) => values[key] ?? record[key] ?? null}
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

function startOf(verb: VerbMeta, record: WireRecord, initial: Patch): { readonly [key: string]: Json } {
  return Object.fromEntries(
    verb.params.flatMap((field): [string, Json][] => {
      const value = initial[field.key] ?? field.default ?? record[field.key]
      return value === undefined || value === null ? [] : [[field.key, value]]
    }),
  )
}
