import type { FieldMeta, Json, ObjectMeta, Problem, VerbMeta, WireRecord } from '@perigon/contracts'
import { general, useLabel, usePhrases } from '@perigon/ui'
import { Alert, Modal } from 'antd'
import { useRef, useState } from 'react'
import { titleOf } from '../../core/meta-index.ts'
import { isFilledIn, missingIn } from '../../core/missing-fields.ts'
import { type Patch, records } from '../../core/records.ts'
import { fieldsNeeded, isBesideFields, wirePatch } from '../../core/refusal.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { SmallFormFields, useSmallForm } from './small-form.tsx'

type VerbDialogProps = {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly verb: VerbMeta
  readonly initial: Patch
  readonly onDone: (record: WireRecord) => void
  readonly onClose: () => void
}

/** The small form of a verb; also takes values for fields of the record that the verb turns out to need. */
export function VerbDialog(props: VerbDialogProps) {
  const label = useLabel()
  const words = usePhrases(general)
  const { object, record, verb } = props
  const [extra, setExtra] = useState<readonly FieldMeta[]>([])
  const form = useSmallForm(object, { start: startOf(verb, record, props.initial) })
  const send = useSend(props, extra)
  const askMore = (problem: Problem | null) => {
    const isParam = (key: string): boolean => verb.params.some((each) => each.key === key)
    // What is wrong with the verb's own values can be mended here, so it keeps nothing from being asked for.
    const more = fieldsNeeded(object, { ...problem, errors: (problem?.errors ?? []).filter(({ path }) => !isParam(path)) })
    setExtra((old) => [...old, ...more.filter((each) => !old.some((known) => known.key === each.key))])
    const keys = new Set([...verb.params, ...extra, ...more].map((each) => each.key))
    return isBesideFields(problem, (path) => keys.has(path))
  }
  // A parameter that was emptied stays empty; only fields of the record itself show what the record holds.
  const valueOf = (key: string): Json =>
    key in form.values || verb.params.some((each) => each.key === key) ? (form.values[key] ?? null) : (record[key] ?? null)
  const run = () => {
    const missing = missingIn(verb.params, valueOf)
    // Sent with its blanks, the server says what else is wrong; not where it would fill them in, or writes something before.
    const isHeld = verb.params.some((each) => each.key in missing && (extra.length > 0 || isFilledIn(each)))
    return isHeld ? form.refuse(missing) : form.attempt(() => send(form.values), { onProblem: askMore, missing })
  }
  return (
    <Modal
      open
      title={`${label(verb.label)} · ${titleOf(object, record)}`}
      okText={label(verb.label)}
      cancelText={words('cancel')}
      confirmLoading={form.isBusy}
      okButtonProps={{ danger: verb.danger }}
      onOk={run}
      onCancel={props.onClose}
    >
      <div className="pg-stack">
        {form.failure !== null && <Alert type="error" showIcon role="alert" title={form.failure} />}
        <SmallFormFields form={form} fields={[...verb.params, ...extra]} valueOf={valueOf} />
      </div>
    </Modal>
  )
}

// Fields of the record are written first; the verb then runs on what that made of it.
function useSend(props: VerbDialogProps, extra: readonly FieldMeta[]) {
  const { api } = useRecordUi()
  const { object, verb } = props
  const latest = useRef(props.record)
  return async (values: Patch) => {
    const fields = Object.fromEntries(extra.map((each): [string, Json] => [each.key, values[each.key] ?? null]))
    const { id } = latest.current
    if (extra.length > 0)
      latest.current = await records.update(api, object, { id, version: latest.current.version, patch: wirePatch(object, fields) })
    const params = wirePatch({ fields: verb.params }, Object.fromEntries(Object.entries(values).filter(([key]) => !(key in fields))))
    props.onDone(await records.verb(api, object, { id, verb: verb.key, params, version: latest.current.version }))
    props.onClose()
  }
}

function startOf(verb: VerbMeta, record: WireRecord, initial: Patch): { readonly [key: string]: Json } {
  return Object.fromEntries(
    verb.params.flatMap((field): [string, Json][] => {
      const value = initial[field.key] ?? field.default ?? record[field.key]
      return value === undefined || value === null ? [] : [[field.key, value]]
    }),
  )
}
