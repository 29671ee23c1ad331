import { Failure, failureText, useRecordUi } from '@perigon/record-ui'
import { formatNear, Skeleton, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Tag, Typography } from 'antd'
import { accountPhrases } from './account-phrases.ts'
import { TokenForm } from './token-form.tsx'
import { type Token, useTokens } from './token.queries.ts'

/** API tokens for one's own programs: what each may do, until when, and when it was last used. */
export function TokenCard() {
  const t = usePhrases(accountPhrases)
  const { list, create, revoke } = useTokens()
  const made = create.data?.token
  return (
    <section className="pg-card pg-stack pg-trust" aria-label={t('tokens')}>
      <h2>{t('tokens')}</h2>
      <p className="pg-muted">{t('tokens_hint')}</p>
      {revoke.error !== null && <Alert type="error" showIcon title={failureText(revoke.error)} role="alert" />}
      {list.error !== null && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data === undefined && list.error === null && <Skeleton shape="lines" rows={2} />}
      {list.data?.data.length === 0 && <p className="pg-muted">{t('tokens_none')}</p>}
      {made !== undefined && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('token_once')}
          description={
            <Typography.Text code copyable className="pg-trust__token">
              {made}
            </Typography.Text>
          }
        />
      )}
      <ul className="pg-trust__list">
        {(list.data?.data ?? []).map((token) => (
          <TokenLine key={token.id} token={token} onRevoke={() => revoke.mutate(token.id)} />
        ))}
      </ul>
      <TokenForm create={create} />
    </section>
  )
}

function TokenLine({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => void }) {
  const t = usePhrases(accountPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const { timeZone, now } = useFieldContext()
  const near = (at: string): string => formatNear(at, locale, { timeZone, now: now() })
  const isOver = token.expires_at !== null && new Date(token.expires_at) <= now()
  const objects = token.objects?.map((key) => {
    const object = meta.object(key)
    return object === undefined ? key : label(object.label.many)
  })
  return (
    <li className="pg-actions">
      <span className="pg-grow">
        {token.name} <code className="pg-muted">…{token.hint ?? ''}</code> {token.reading_only && <Tag>{t('reading_only')}</Tag>}
        {objects !== undefined && <Tag>{objects.join(locale === 'zh-CN' ? '、' : ', ')}</Tag>}
        {isOver && <Tag>{t('expired')}</Tag>}
        <span className="pg-muted pg-trust__below">
          {token.expires_at === null ? t('no_end') : t('ends', { at: near(token.expires_at) })} ·{' '}
          {token.last_used_at === null ? t('never_used') : `${t('last_used')} ${near(token.last_used_at)}`}
        </span>
      </span>
      <Button size="small" danger aria-label={t('revoke_of', { name: token.name })} onClick={onRevoke}>
        {t('revoke')}
      </Button>
    </li>
  )
}
