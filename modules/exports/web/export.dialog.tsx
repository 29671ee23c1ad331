import type { Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { FieldRow, failureText, GoLink, keys, type ListToolProps, problemIn, records, useGo, useRecordUi } from '@perigon/record-ui'
import { general, toast, useLabel, usePhrases } from '@perigon/ui'
import { Alert, Modal, Segmented } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dialogPhrases } from './dialog-phrases.ts'
import { scheduleFields } from './schedule-fields.ts'

type When = 'now' | 'schedule'
type Values = { readonly [key: string]: Json }

const NOW = ['name', 'format'] as const

/** Makes a file of what the list shows, now in the background or again and again. */
export function ExportDialog({ object, query, onClose }: ListToolProps) {
  const { meta } = useRecordUi()
  const schedule = meta.object('export_schedule')
  return schedule === undefined ? null : <Dialog object={object} query={query} schedule={schedule} onClose={onClose} />
}

function Dialog({ object, query, schedule, onClose }: ListToolProps & { readonly schedule: ObjectMeta }) {
  const t = usePhrases(dialogPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const [when, setWhen] = useState<When>('now')
  const [values, setValues] = useState<Values>({
    name: label(object.label.many),
    format: 'xlsx',
    rhythm: 'weekly',
    weekday: 'monday',
    month_day: 1,
    hour: 8,
    working_days: true,
  })
  const { send, isBusy, failure } = useSend({ object, query, schedule, when, values, onClose })
  const fields: readonly string[] = when === 'now' ? NOW : scheduleFields(values['rhythm'] ?? null)
  return (
    <Modal
      open
      title={t('title', { name: label(object.label.many) })}
      okText={t(when === 'now' ? 'start' : 'save')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      onOk={() => void send()}
      onCancel={onClose}
    >
      <div className="pg-stack">
        <Segmented<When>
          block
          value={when}
          onChange={setWhen}
          aria-label={t('when')}
          options={[
            { value: 'now', label: t('now') },
            { value: 'schedule', label: t('schedule') },
          ]}
        />
        {failure !== null && <Alert type="error" showIcon role="alert" title={failure} />}
        {schedule.fields
          .filter((field) => fields.includes(field.key))
          .map((field) => (
            <FieldRow
              key={field.key}
              field={field}
              value={values[field.key] ?? null}
              error={undefined}
              onChange={(value) => setValues((old) => ({ ...old, [field.key]: value }))}
            />
          ))}
        <p className="pg-muted">{t(when === 'now' ? 'now_hint' : 'schedule_hint')}</p>
        <GoLink href="/exports" onClick={onClose}>
          {t('look')}
        </GoLink>
      </div>
    </Modal>
  )
}

type Sending = ListToolProps & { readonly schedule: ObjectMeta; readonly when: When; readonly values: Values }

function useSend({ object, query, schedule, when, values, onClose }: Sending) {
  const t = usePhrases(dialogPhrases)
  const { api, meta } = useRecordUi()
  const go = useGo()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { name = null, format = null, ...rhythm } = values
  const begin = (): Promise<WireRecord> =>
    when === 'now'
      ? api.call<WireRecord>('POST', `/api/v1/${object.path}/export-runs`, { body: { name, format, ...query } })
      : records.create(api, schedule, { name, format, ...rhythm, object: object.key, query: { ...query } })
  const send = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    try {
      await begin()
      for (const each of [schedule, meta.object('export_run')])
        if (each !== undefined) await client.invalidateQueries({ queryKey: keys.object(each) })
      toast({ text: t(when === 'now' ? 'started' : 'saved') })
      onClose()
      go('/exports')
    } catch (error) {
      setFailure(problemIn(error)?.errors?.[0]?.message ?? failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return { send, isBusy, failure }
}
