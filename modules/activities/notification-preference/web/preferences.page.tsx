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
  const label = useLabel()
  useTitle(t('title'))
  const { meta } = useRecordUi()
  const preferences = usePreferences(meta.object('notification_preference'), meta.object('digest_time'))
  const emails = NotificationPreference.fields.email.options ?? []
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
              </tr>
            </thead>
            <tbody>
              {NOTIFICATION_KINDS.map((kind) => {
                const { in_app, email } = preferences.deliveryOf(kind.value)
                const name = label(kind.label)
                return (
                  <tr key={kind.value}>
                    <th scope="row">{name}</th>
                    <td>
                      <Switch
                        aria-label={`${name} · ${t('in_app')}`}
                        checked={in_app !== 'off'}
                        onChange={(isShown) => preferences.choose(kind.value, { in_app: isShown ? 'instant' : 'off' })}
                      />
                    </td>
                    <td>
                      <Select
                        aria-label={`${name} · ${t('email')}`}
                        value={email}
                        options={emails.map((each) => ({ value: each.value, label: label(each.label) }))}
                        onChange={(value: string) => preferences.choose(kind.value, { email: value })}
                      />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
          <div className="pg-preferences__hour">
            <span id="digest-hour">{t('hour')}</span>
            <Select aria-labelledby="digest-hour" value={preferences.hour} options={HOURS} onChange={preferences.chooseHour} />
          </div>
        </>
      )}
    </div>
  )
}
