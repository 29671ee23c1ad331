import type { WireRecord } from '@perigon/contracts'
import { formatNear, formatNumber, Tag, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { exportPhrases } from './export-phrases.ts'
import { isMoving, type Progress } from './export.queries.ts'
import { useFailure } from './use-failure.ts'

type Props = { readonly run: WireRecord; readonly progress: Progress | undefined; readonly onCancel: () => void }

/** One export: its name and format, how far it is or what came of it, and the way to its file. */
export function RunLine({ run, progress, onCancel }: Props) {
  const t = usePhrases(exportPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const name = String(run['name'] ?? '')
  const file = progress?.file ?? null
  return (
    <li className="pg-card pg-exports__line">
      <Tag color={run['format'] === 'xlsx' ? 'green' : 'default'}>{String(run['format'] ?? '').toUpperCase()}</Tag>
      <span className="pg-grow">
        <b>{name}</b> <span className="pg-muted">{formatNear(String(run['created_at']), locale, { timeZone, now: now() })}</span>
        <span className="pg-muted pg-exports__below" aria-live={isMoving(run) ? 'polite' : undefined}>
          <Outcome run={run} written={progress?.rows ?? 0} />
        </span>
        {isMoving(run) && <span className="pg-exports__bar" aria-hidden />}
      </span>
      {isMoving(run) && (
        <Button size="small" aria-label={t('cancel_of', { name })} onClick={onCancel}>
          {t('cancel')}
        </Button>
      )}
      {file !== null && (
        <Button size="small" type="primary" href={`/api/v1/files/${file}/content`} aria-label={t('download_of', { name })}>
          {t('download')}
        </Button>
      )}
    </li>
  )
}

function Outcome({ run, written }: { readonly run: WireRecord; readonly written: number }) {
  const t = usePhrases(exportPhrases)
  const locale = useLocale()
  const failure = useFailure()
  const n = (count: number): string => formatNumber(count, locale)
  switch (run['state']) {
    case 'queued':
      return t('waiting')
    case 'running':
      return t('so_far', { n: n(written) })
    case 'done':
      return `${t('rows', { n: n(Number(run['rows'] ?? 0)) })} · ${sizeText(Number(run['size'] ?? 0), n)}`
    case 'cancelled':
      return t('cancelled')
    case 'expired':
      return t('expired')
    default:
      return <span className="pg-exports__failed">{failure(run['error'], (run['schedule'] ?? null) === null ? 'once' : 'again')}</span>
  }
}

function sizeText(bytes: number, n: (count: number) => string): string {
  return bytes < 1024 * 1024 ? `${n(Math.max(1, Math.round(bytes / 1024)))} KB` : `${n(Math.round(bytes / 1024 / 1024))} MB`
}
