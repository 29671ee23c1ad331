import type { FieldMeta, Json } from '@perigon/contracts'
import { FieldRow, type PlannerAt } from '@perigon/record-ui'
import { general, textOf, usePhrases, zoned } from '@perigon/ui'
import { Modal } from 'antd'
import { useState } from 'react'
import { calendarPagePhrases } from './calendar-phrases.ts'

/** Another day and time for something on the calendar. */
export function MoveDialog(props: {
  readonly name: string
  readonly field: FieldMeta
  readonly start: Json
  readonly timeZone: string
  readonly onMove: (value: string, at: PlannerAt) => Promise<void>
  readonly onClose: () => void
}) {
  const t = usePhrases(calendarPagePhrases)
  const words = usePhrases(general)
  const [value, setValue] = useState<Json>(props.start)
  const text = textOf(value)
  const at = text.length === 10 ? { day: text, time: null } : zoned(text, props.timeZone)
  const apply = () => {
    props.onClose()
    if (at !== null && value !== props.start) void props.onMove(text, at)
  }
  return (
    <Modal
      open
      title={t('choose', { name: props.name })}
      okText={words('apply')}
      cancelText={words('cancel')}
      okButtonProps={{ disabled: at === null }}
      onOk={apply}
      onCancel={props.onClose}
    >
      <FieldRow field={props.field} value={value} autoFocus onChange={setValue} />
    </Modal>
  )
}
