import { Failure, failureText } from '@perigon/record-ui'
import { formatNear, Skeleton, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Badge, Switch } from 'antd'
import { pushPhrases } from '../../push-device/web/push-phrases.ts'
import { type PushRow, usePolicy, usePushLedger } from './policy.queries.ts'

const COLORS = { queued: 'processing', sent: 'success', nobody: 'default', gone: 'default', failed: 'error' } as const
const SHOWN = 20

/** Whether people may turn push on, and what became of the last messages; for administrators. */
export function PushPolicyCard() {
  const t = usePhrases(pushPhrases)
  const { policy, save } = usePolicy()
  const ledger = usePushLedger()
  const error = policy.error ?? ledger.error
  return (
    <section className="pg-card pg-stack pg-trust pg-trust--wide" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className="pg-muted">{t('policy_hint')}</p>
      {error !== null && <Failure error={error} onRetry={() => void Promise.all([policy.refetch(), ledger.refetch()])} />}
      {save.error !== null && <Alert type="error" showIcon title={failureText(save.error)} role="alert" />}
      {policy.data === undefined && error === null && <Skeleton shape="lines" rows={2} />}
      {policy.data !== undefined && (
        <label className="pg-actions">
          <Switch
            aria-label={t('allow')}
            checked={policy.data.push}
            loading={save.isPending}
            onChange={(push) => policy.data !== undefined && save.mutate({ ...policy.data, push })}
          />
          <span>{t('allow')}</span>
        </label>
      )}
      {ledger.data?.on === false && <Alert type="warning" showIcon title={t('no_key')} />}
      {ledger.data?.data.length === 0 && <p className="pg-muted">{t('nothing')}</p>}
      {ledger.data !== undefined && ledger.data.data.length > 0 && <Ledger rows={ledger.data.data.slice(0, SHOWN)} />}
    </section>
  )
}

function Ledger({ rows }: { readonly rows: readonly PushRow[] }) {
  const t = usePhrases(pushPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  return (
    <div className="pg-table-wrap">
      <table className="pg-table" aria-label={t('recent')}>
        <thead>
          <tr>
            {[t('when'), t('service'), t('state')].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="pg-trust__nowrap">{formatNear(row.created_at, locale, { timeZone, now: now() })}</td>
              <td>{row.service ?? '—'}</td>
              <td>
                <Badge status={COLORS[row.state]} text={t(row.state)} />
                {row.error !== null && (
                  <span className="pg-muted pg-trust__below">
                    {t('attempts', { n: row.attempts })} · {row.error}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
