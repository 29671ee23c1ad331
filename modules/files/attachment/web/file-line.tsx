import { DeleteOutlined, DownloadOutlined } from '@ant-design/icons'
import { failureText } from '@perigon/record-ui'
import { formatNear, toast, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { filesPhrases } from './files-phrases.ts'
import type { RecordFile, useFiles, Versions } from './files.queries.ts'

type LineProps = {
  readonly tools: ReturnType<typeof useFiles>
  readonly mayDelete: boolean
  readonly onShow: (id: string) => void
}

/** A file with what can be done with it; its earlier versions fold out. */
export function FileLine({ versions, ...rest }: LineProps & { readonly versions: Versions }) {
  const t = usePhrases(filesPhrases)
  const [isOpen, setOpen] = useState(false)
  const { latest, older } = versions
  const id = `older-${latest.id}`
  return (
    <li>
      <OneFile file={latest} {...rest}>
        {older.length > 0 && (
          <button
            type="button"
            className="pg-files__older"
            aria-expanded={isOpen}
            aria-controls={id}
            title={t('older_one', { name: latest.name })}
            onClick={() => setOpen(!isOpen)}
          >
            {t('older', { n: older.length })}
          </button>
        )}
      </OneFile>
      {isOpen && (
        <ul id={id} className="pg-files__versions">
          {older.map((file) => (
            <li key={file.id}>
              <OneFile file={file} {...rest} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function OneFile({
  file,
  tools,
  mayDelete,
  onShow,
  children,
}: LineProps & { readonly file: RecordFile; readonly children?: React.ReactNode }) {
  const t = usePhrases(filesPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const remove = async (): Promise<void> => {
    try {
      await tools.remove.mutateAsync(file.id)
      toast({ text: t('deleted', { name: file.name }), undo: async () => tools.restore.mutateAsync(file.id) })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const facts = [
    sizeText(file.size, locale),
    ...(file.revision > 1 ? [t('version', { n: file.revision })] : []),
    ...(file.created_by?.title === null || file.created_by === null ? [] : [file.created_by.title]),
    formatNear(file.created_at, locale, { timeZone, now: now() }),
  ]
  return (
    <div className="pg-files__line">
      <Thumb file={file} onShow={onShow} />
      <span className="pg-grow pg-files__text">
        <a href={contentOf(file)} download={file.name}>
          {file.name}
        </a>
        <small className="pg-muted">
          {facts.join(' · ')} {children}
        </small>
      </span>
      <a className="pg-files__action" href={contentOf(file)} download={file.name} aria-label={t('download_one', { name: file.name })}>
        <DownloadOutlined aria-hidden />
      </a>
      {mayDelete && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t('delete_one', { name: file.name })}
          onClick={() => void remove()}
        />
      )}
    </div>
  )
}

/** The address of a file's bytes. */
export function contentOf(file: RecordFile): string {
  return `/api/v1/files/${file.id}/content`
}

function Thumb({ file, onShow }: { readonly file: RecordFile; readonly onShow: (id: string) => void }) {
  const t = usePhrases(filesPhrases)
  const [isBroken, setBroken] = useState(false)
  const ending = /\.([\p{L}\p{N}]{1,4})$/u.exec(file.name)?.[1]?.toUpperCase() ?? '?'
  if (file.kind !== 'photo' || isBroken)
    return (
      <span className="pg-files__thumb" aria-hidden>
        {ending}
      </span>
    )
  return (
    <button
      type="button"
      className="pg-files__thumb pg-files__thumb--picture"
      aria-label={t('preview_one', { name: file.name })}
      onClick={() => onShow(file.id)}
    >
      <img src={`/api/v1/files/${file.id}/preview`} alt="" loading="lazy" onError={() => setBroken(true)} />
    </button>
  )
}

function sizeText(bytes: number, locale: string): string {
  const [unit, size] =
    bytes < 1024 ? (['byte', 1] as const) : bytes < 1024 * 1024 ? (['kilobyte', 1024] as const) : (['megabyte', 1024 * 1024] as const)
  return new Intl.NumberFormat(locale === 'zh-CN' ? 'en' : locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / size)
}
