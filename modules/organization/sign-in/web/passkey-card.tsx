import { Failure, failureText } from '@perigon/record-ui'
import { formatNear, general, Skeleton, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { accountPhrases } from './account-phrases.ts'
import { type Passkey, usePasskeys } from './passkey.queries.ts'
import { isCancelled } from './passkey-cancelled.ts'

/** Passkeys: adding, naming, removing. */
export function PasskeyCard({ className = 'pg-card' }: { readonly className?: string }) {
  const t = usePhrases(accountPhrases)
  const { list, add, rename, remove } = usePasskeys()
  const [name, setName] = useState('')
  const id = useId()
  const error = add.error ?? rename.error ?? remove.error
  const home = list.data?.origin ?? null
  const isHere = home === window.location.origin
  return (
    <section className={`${className} pg-stack pg-trust`} aria-label={t('passkeys')}>
      <h2>{t('passkeys')}</h2>
      <p className="pg-muted">{t('passkeys_hint')}</p>
      {error !== null && (
        <Alert type="error" showIcon title={isCancelled(error) ? t('passkey_cancelled') : failureText(error)} role="alert" />
      )}
      {list.error !== null && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data === undefined && list.error === null && <Skeleton shape="lines" rows={2} />}
      {list.data !== undefined && !isHere && (
        <Alert type="info" showIcon title={home === null ? t('passkeys_off') : t('passkeys_elsewhere', { address: home })} />
      )}
      {isHere && list.data?.data.length === 0 && <p className="pg-muted">{t('passkeys_none')}</p>}
      <ul className="pg-trust__list">
        {(list.data?.data ?? []).map((each) => (
          <PasskeyLine
            key={each.id}
            passkey={each}
            onRename={(next) => rename.mutate({ id: each.id, name: next })}
            onRemove={() => remove.mutate(each.id)}
          />
        ))}
      </ul>
      {isHere && (
        <form
          className="pg-field"
          onSubmit={(event) => {
            event.preventDefault()
            add.mutate(name.trim() === '' ? t('passkey_default') : name.trim(), { onSuccess: () => setName('') })
          }}
        >
          <label className="pg-field__label" htmlFor={id}>
            {t('passkey_name')}
          </label>
          <div className="pg-actions">
            <Input
              id={id}
              maxLength={60}
              placeholder={t('passkey_default')}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="primary" htmlType="submit" loading={add.isPending}>
              {t('passkey_add')}
            </Button>
          </div>
        </form>
      )}
    </section>
  )
}

type PasskeyLineProps = { readonly passkey: Passkey; readonly onRename: (name: string) => void; readonly onRemove: () => void }

function PasskeyLine({ passkey, onRename, onRemove }: PasskeyLineProps) {
  const t = usePhrases(accountPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const [draft, setDraft] = useState<string | null>(null)
  if (draft !== null) {
    return (
      <li>
        <form
          className="pg-actions"
          onSubmit={(event) => {
            event.preventDefault()
            if (draft.trim() !== '') onRename(draft.trim())
            setDraft(null)
          }}
        >
          <Input aria-label={t('passkey_name')} autoFocus maxLength={60} value={draft} onChange={(event) => setDraft(event.target.value)} />
          <Button size="small" htmlType="submit" type="primary">
            {words('save')}
          </Button>
          <Button size="small" onClick={() => setDraft(null)}>
            {words('cancel')}
          </Button>
        </form>
      </li>
    )
  }
  const used = passkey.last_used_at
  return (
    <li className="pg-actions">
      <span className="pg-grow">
        {passkey.name}
        <span className="pg-muted">
          {' '}
          {used === null ? t('never_used') : `${t('last_used')} ${formatNear(used, locale, { timeZone, now: now() })}`}
        </span>
      </span>
      <Button size="small" aria-label={t('rename_of', { name: passkey.name })} onClick={() => setDraft(passkey.name)}>
        {t('rename')}
      </Button>
      <Button size="small" danger aria-label={t('remove_of', { name: passkey.name })} onClick={onRemove}>
        {words('delete')}
      </Button>
    </li>
  )
}
