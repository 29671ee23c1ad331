import { formatNear, formatNumber, general, toast, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Popover, Progress, Switch } from 'antd'
import { type Scan, type Status, useNightly, useScanAct } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'

/** How it stands with the scan of an object; for administrators with starting, cancelling and the nightly one. */
export function ScanBar({ status, manages }: { readonly status: Status; readonly manages: boolean }) {
  const { latest } = status
  return (
    <section className="pg-scan">
      {latest?.state === 'running' ? <Running scan={latest} /> : <Ended status={status} manages={manages} />}
      {manages && <Acts status={status} />}
    </section>
  )
}

function Running({ scan }: { readonly scan: Scan }) {
  const t = usePhrases(centrePhrases)
  const locale = useLocale()
  const n = (count: number): string => formatNumber(count, locale)
  const text = scan.waits
    ? t('waits')
    : scan.total === 0
      ? t('running_plain')
      : t('running', {
          phase: t(scan.phase),
          done: n(scan.counts['records'] ?? 0),
          total: n(scan.total),
          pairs: n(scan.counts['pairs'] ?? 0),
        })
  return (
    <div className="pg-scan__what">
      <span role="status">{text}</span>
      <Progress percent={scan.progress} status="active" size="small" aria-label={t('progress')} />
    </div>
  )
}

function Ended({ status, manages }: { readonly status: Status; readonly manages: boolean }) {
  const t = usePhrases(centrePhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const { latest } = status
  const told = [
    ...(latest?.state === 'cancelled' ? [t('last_cancelled')] : []),
    ...(latest?.state === 'failed' ? [t('last_failed', { code: latest.error ?? '' })] : []),
    ...(status.found_at === null ? [] : [t('last', { at: formatNear(status.found_at, locale, { timeZone, now: now() }) })]),
    ...(latest?.state === 'done' && manages
      ? [
          t('last_counts', {
            records: formatNumber(latest.counts['records'] ?? 0, locale),
            compared: formatNumber(latest.counts['compared'] ?? 0, locale),
          }),
        ]
      : []),
  ]
  return (
    <div className="pg-scan__what">
      <span>{told.length === 0 ? t('never') : told.join(' · ')}</span>
      {latest?.state === 'done' && <Reservations scan={latest} />}
    </div>
  )
}

/** What the scan could not compare as it should; told, not hidden. */
function Reservations({ scan }: { readonly scan: Scan }) {
  const t = usePhrases(centrePhrases)
  const label = useLabel()
  const locale = useLocale()
  const [big, left] = [scan.counts['oversized'] ?? 0, scan.counts['left_out'] ?? 0]
  if (big === 0 && left === 0) return null
  const list = (
    <div className="pg-scan__big">
      <p>{t('oversized_hint')}</p>
      <ul>
        {scan.oversized.slice(0, 8).map((block) => (
          <li key={`${block.zh} ${block.size} ${block.sample}`}>
            {t('oversized_line', { rule: label(block), n: formatNumber(block.size, locale), sample: block.sample })}
          </li>
        ))}
      </ul>
    </div>
  )
  return (
    <span className="pg-muted pg-scan__notes">
      {big > 0 && (
        <Popover content={list} trigger="click">
          <Button type="link" size="small">
            {t('oversized', { n: formatNumber(big, locale) })}
          </Button>
        </Popover>
      )}
      {left > 0 && <span>{t('left_out', { n: formatNumber(left, locale) })}</span>}
    </span>
  )
}

function Acts({ status }: { readonly status: Status }) {
  const t = usePhrases(centrePhrases)
  const words = usePhrases(general)
  const start = useScanAct('scans')
  const cancel = useScanAct('scans/cancel')
  const nightly = useNightly()
  const { object } = status
  const isRunning = status.latest?.state === 'running'
  const told = (key: 'started' | 'cancelled' | 'nightly_on' | 'nightly_off') => ({ onSuccess: () => toast({ text: t(key), tone: 'info' }) })
  return (
    <div className="pg-scan__acts">
      <label className="pg-scan__nightly">
        <Switch
          size="small"
          checked={status.nightly}
          loading={nightly.isPending}
          onChange={(is) => nightly.mutate({ object, nightly: is }, told(is ? 'nightly_on' : 'nightly_off'))}
        />
        <span>{t('nightly')}</span>
      </label>
      {isRunning ? (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate(object, told('cancelled'))}>
          {words('cancel')}
        </Button>
      ) : (
        <Button
          type={status.found_at === null ? 'primary' : 'default'}
          loading={start.isPending}
          onClick={() => start.mutate(object, told('started'))}
        >
          {t(status.found_at === null ? 'scan' : 'scan_again')}
        </Button>
      )}
    </div>
  )
}
