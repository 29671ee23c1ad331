import { Failure } from '@perigon/record-ui'
import { EmptyState, formatNear, Skeleton, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Badge } from 'antd'
import { policyPhrases } from './policy-phrases.ts'
import { type MailRow, useMailLedger } from './policy.queries.ts'

const COLORS = { queued: 'processing', sent: 'success', nobody: 'default', failed: 'error' } as const

/** What was mailed, and what became of it. */
export function MailCard() {
  const t = usePhrases(policyPhrases)
  const ledger = useMailLedger()
  return (
    <section className="pg-card pg-stack pg-trust pg-trust--wide" aria-label={t('mail')}>
      <h2>{t('mail')}</h2>
      {ledger.error !== null && <Failure error={ledger.error} onRetry={() => void ledger.refetch()} />}
      {ledger.data === undefined && ledger.error === null && <Skeleton shape="lines" rows={3} />}
      {ledger.data?.on === false && <Alert type="info" showIcon title={t('mail_off')} />}
      {ledger.data?.on === true && ledger.data.data.length === 0 && (
        <EmptyState small kind="first" title={t('mail_none')} hint={t('mail_none_hint')} />
      )}
      {ledger.data !== undefined && ledger.data.data.length > 0 && <Ledger rows={ledger.data.data} />}
    </section>
  )
}

function Ledger({ rows }: { readonly rows: readonly MailRow[] }) {
  const t = usePhrases(policyPhrases)
  return (
    <div className="pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            {[t('when'), t('kind'), t('to'), t('state')].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ row }: { readonly row: MailRow }) {
  const t = usePhrases(policyPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  return (
    <tr>
      <td className="pg-trust__nowrap">{formatNear(row.created_at, locale, { timeZone, now: now() })}</td>
      <td>{row.kind === 'password_reset' || row.kind === 'new_device' ? t(row.kind) : row.kind}</td>
      <td>{row.recipient ?? '—'}</td>
      <td>
        <Badge status={COLORS[row.state]} text={t(row.state)} />
        {row.error !== null && (
          <span className="pg-muted pg-trust__below">
            {t('attempts', { n: row.attempts })} · {row.error}
          </span>
        )}
      </td>
    </tr>
  )
}
