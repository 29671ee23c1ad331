import { Failure, GoLink, useRecordUi, useTitle } from '@perigon/record-ui'
import { Skeleton, useLabel, usePhrases } from '@perigon/ui'
import { Select, Switch } from 'antd'
import { NOTIFICATION_KINDS } from '../../notification/notification.object.ts'
import { NotificationPreference } from '../notification-preference.object.ts'
import { preferencePhrases } from './preference-phrases.ts'
import { usePreferences } from './use-preferences.ts'
import './preferences.css'

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: `${String(hour).padStart(2, '0')}:00` }))

/** What a person wants to be told of, and how: for each kind, and the hour of the digest. */
export function PreferencesPage() {
  const t = usePhrases(preferencePhrases)
  useTitle(t('title'))
  const { meta } = useRecordUi()
  const preferences = usePreferences(meta.object('notification_preference'), meta.object('digest_time'))
  return (
    <div className="pg-page pg-preferences">
      <GoLink href="/notifications">{t('back')}</GoLink>
      <h1>{t('title')}</h1>
      <p className="pg-muted">{t('hint')}</p>
      {preferences.error !== null && <Failure error={preferences.error} onRetry={preferences.retry} />}
      {preferences.isPending && <Skeleton shape="lines" rows={6} />}
      {!preferences.isPending && preferences.error === null && (
        <>
          <table className="pg-preferences__table">
            <thead>
              <tr>
                <th scope="col">{t('kind')}</th>
                <th scope="col">{t('in_app')}</th>
                <th scope="col">{t('email')}</th>
                <th scope="col">{t('push')}</th>
              </tr>
            </thead>
            <tbody>
              {NOTIFICATION_KINDS.map((kind) => (
                <KindRow key={kind.value} kind={kind} preferences={preferences} />
              ))}
            </tbody>
          </table>
          <p className="pg-muted">{t('push_hint')}</p>
          <GoLink href="/account#push">{t('push_devices')}</GoLink>
          <div className="pg-preferences__hour">
            <span id="digest-hour">{t('hour')}</span>
            <Select aria-labelledby="digest-hour" value={preferences.hour} options={HOURS} onChange={preferences.chooseHour} />
          </div>
        </>
      )}
    </div>
  )
}

/** What goes out, and the choices there are for it. */
const CHANNELS = [
  { key: 'email', options: NotificationPreference.fields.email.options ?? [] },
  { key: 'push', options: NotificationPreference.fields.push.options ?? [] },
] as const

type KindRowProps = { readonly kind: (typeof NOTIFICATION_KINDS)[number]; readonly preferences: ReturnType<typeof usePreferences> }

function KindRow({ kind, preferences }: KindRowProps) {
  const t = usePhrases(preferencePhrases)
  const label = useLabel()
  const { in_app, ...delivery } = preferences.deliveryOf(kind.value)
  const name = label(kind.label)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label={t('in_app')}>
        <Switch
          aria-label={`${name} · ${t('in_app')}`}
          checked={in_app !== 'off'}
          onChange={(isShown) => preferences.choose(kind.value, { in_app: isShown ? 'instant' : 'off' })}
        />
      </td>
      {CHANNELS.map(({ key, options }) => (
        <td key={key} data-label={t(key)}>
          <Select
            aria-label={`${name} · ${t(key)}`}
            value={delivery[key]}
            options={options.map((each) => ({ value: each.value, label: label(each.label) }))}
            onChange={(value: string) => preferences.choose(kind.value, { [key]: value })}
          />
        </td>
      ))}
    </tr>
  )
}
