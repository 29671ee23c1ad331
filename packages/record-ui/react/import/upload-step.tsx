import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import type { ImportJob, ObjectMeta } from '@perigon/contracts'
import { usePhrases } from '@perigon/ui'
import { Alert, Spin } from 'antd'
import { useId, useState } from 'react'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'

/** Takes a CSV or Excel file by drop or choice. */
export function UploadStep({ object }: { readonly object: ObjectMeta }) {
  const { api } = useRecordUi()
  const t = usePhrases(importPhrases)
  const go = useGo()
  const id = useId()
  const [name, setName] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const upload = async (file: File | undefined) => {
    if (file === undefined) return
    setName(file.name)
    setFailure(null)
    const body = new FormData()
    body.append('file', file)
    try {
      const job = await api.call<ImportJob>('POST', `/api/v1/imports?object=${encodeURIComponent(object.key)}`, { body })
      go(`/imports/${job.id}`, 'replace')
    } catch (error) {
      setFailure(failureText(error))
      setName(null)
    }
  }
  return (
    <div
      role="presentation"
      className="pg-stack"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void upload(event.dataTransfer.files[0])
      }}
    >
      {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
      <label htmlFor={id} className={isOver ? 'pg-drop pg-drop--over' : 'pg-drop'}>
        {name === null ? <InboxOutlined className="pg-drop__icon" aria-hidden /> : <Spin />}
        <b>{name === null ? t('drop') : t('uploading', { name })}</b>
        <span className="pg-muted">{t('drop_hint')}</span>
        <input
          id={id}
          type="file"
          className="pg-sr"
          accept=".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard"
          disabled={name !== null}
          onChange={(event) => {
            void upload(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </label>
      <a className="pg-link" href={`/api/v1/${object.path}/import-template`} download>
        <DownloadOutlined aria-hidden /> {t('get_template')}
      </a>
    </div>
  )
}
