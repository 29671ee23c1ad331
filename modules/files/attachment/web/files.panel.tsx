import { CloseOutlined, UploadOutlined } from '@ant-design/icons'
import { Failure, type RecordSlotProps } from '@perigon/record-ui'
import { EmptyState, formatNumber, Skeleton, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { type DragEvent, lazy, Suspense, useRef, useState } from 'react'
import { FileLine } from './file-line.tsx'
import './files.css'
import { filesPhrases } from './files-phrases.ts'
import { type RecordFile, useFiles, versionsOf } from './files.queries.ts'
import { type Upload, useUploads } from './use-uploads.ts'

const PictureDialog = lazy(async () => ({ default: (await import('./picture-dialog.tsx')).PictureDialog }))

/** The files of a record: add by button or by dropping, look at pictures, go through versions, download, delete. */
export function FilesPanel({ object, record }: RecordSlotProps) {
  const t = usePhrases(filesPhrases)
  const locale = useLocale()
  const tools = useFiles(object, record.id)
  const { uploads, start } = useUploads(tools.send)
  const [shown, setShown] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const mayAdd = object.can.update
  const { data, error, refetch } = tools.files
  const versions = versionsOf(data ?? [])
  const dropping = mayAdd ? dropHandlers(setOver, start) : {}
  return (
    <section
      className={isOver ? 'pg-card pg-related pg-files pg-files--over' : 'pg-card pg-related pg-files'}
      aria-label={t('title')}
      {...dropping}
    >
      <header>
        <h2>
          {t('title')} {versions.length > 0 && <span className="pg-count pg-number">{formatNumber(versions.length, locale)}</span>}
        </h2>
        <span className="pg-grow pg-muted pg-files__hint">{isOver ? t('drop') : mayAdd && versions.length > 0 ? t('hint') : ''}</span>
        {mayAdd && <UploadButton onFiles={start} />}
      </header>
      {error !== null && data === undefined && <Failure error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Skeleton shape="lines" rows={2} />}
      {uploads.length > 0 && (
        <ul className="pg-files__list" aria-live="polite">
          {uploads.map((upload) => (
            <UploadLine key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
      {data !== undefined && versions.length === 0 && uploads.length === 0 && (
        <EmptyState small kind="first" title={t('none')} hint={t(mayAdd ? 'none_hint' : 'none_read')} />
      )}
      <ul className="pg-files__list">
        {versions.map((each) => (
          <FileLine key={each.latest.name} versions={each} tools={tools} mayDelete={mayAdd} onShow={setShown} />
        ))}
      </ul>
      {shown !== null && (
        <Suspense>
          <PictureDialog pictures={picturesOf(data ?? [])} shown={shown} onShow={setShown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </section>
  )
}

function picturesOf(files: readonly RecordFile[]): readonly RecordFile[] {
  return versionsOf(files)
    .flatMap(({ latest, older }) => [latest, ...older])
    .filter((file) => file.kind === 'photo')
}

function dropHandlers(setOver: (isOver: boolean) => void, start: (files: Iterable<File>) => void) {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  return {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      start(event.dataTransfer.files)
    },
  }
}

function UploadButton({ onFiles }: { readonly onFiles: (files: Iterable<File>) => void }) {
  const t = usePhrases(filesPhrases)
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('upload')}
        onChange={(event) => {
          onFiles(event.currentTarget.files ?? [])
          event.currentTarget.value = ''
        }}
      />
      <Button size="small" icon={<UploadOutlined aria-hidden />} onClick={() => input.current?.click()}>
        {t('upload')}
      </Button>
    </>
  )
}

function UploadLine({ upload }: { readonly upload: Upload }) {
  const t = usePhrases(filesPhrases)
  return (
    <li className="pg-files__line">
      <span className="pg-files__thumb" aria-hidden>
        <UploadOutlined />
      </span>
      <span className="pg-grow pg-files__text">
        {upload.name}
        <progress max={1} value={upload.share} aria-label={t('sending', { name: upload.name })} />
      </span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t('cancel_one', { name: upload.name })}
        onClick={upload.stop}
      />
    </li>
  )
}
