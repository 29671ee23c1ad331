import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import type { FieldMeta, Json, ObjectMeta } from '@perigon/contracts'
import { fieldUi, textOf, toast, useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { records } from '../../core/records.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { failureText } from './failure.tsx'
import { useRecordUi } from './record-ui-context.tsx'

type ValueProps = { readonly object: ObjectMeta; readonly id: string; readonly field: FieldMeta; readonly value: Json }

/** The value of a record's field. One that is shown in part has an eye to see the whole. */
export function RecordValue(props: ValueProps) {
  const { field, value } = props
  const { Cell } = fieldUi(field)
  return field.masked === true ? <MaskedValue {...props} /> : value === null ? null : <Cell field={field} value={value} />
}

/** Each look is a request of its own, which the server logs. */
function MaskedValue({ object, id, field, value }: ValueProps) {
  const { api } = useRecordUi()
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const [shown, setShown] = useState<{ readonly value: Json } | null>(null)
  const [isBusy, setBusy] = useState(false)
  const reveal = async () => {
    setBusy(true)
    try {
      setShown(await records.unmask(api, object, { id, field: field.key }))
    } catch (error) {
      const text = problemIn(error)?.status === 403 ? t('unmask_denied', { name: label(field.label) }) : failureText(error)
      toast({ text, tone: 'error' })
    } finally {
      setBusy(false)
    }
  }
  const { Cell } = fieldUi(field)
  const name = t(shown === null ? 'unmask' : 'mask', { name: label(field.label) })
  return (
    <span className="pg-masked">
      {shown === null ? <span className="pg-number">{textOf(value) || '••••'}</span> : <Cell field={field} value={shown.value} />}
      <Button
        type="text"
        size="small"
        tabIndex={0}
        loading={isBusy}
        icon={shown === null ? <EyeOutlined aria-hidden /> : <EyeInvisibleOutlined aria-hidden />}
        aria-label={name}
        title={name}
        onClick={() => (shown === null ? void reveal() : setShown(null))}
        onDoubleClick={(event) => event.stopPropagation()}
      />
    </span>
  )
}
