import { Failure, failureText, GoLink, problemIn } from '@perigon/record-ui'
import { formatNear, Skeleton, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Badge, Button } from 'antd'
import { deviceOf } from '../../device/web/device-of.ts'
import { type PushDevice, pushAbility } from './push-here.ts'
import { pushPhrases } from './push-phrases.ts'
import { usePushDevices } from './push.queries.ts'

type Devices = ReturnType<typeof usePushDevices>

/** Push: whether this device has it, turning it on, and the other devices that do. */
export function PushCard() {
  const t = usePhrases(pushPhrases)
  const devices = usePushDevices()
  const { list, remove } = devices
  const rows = list.data?.data ?? []
  return (
    <section id="push" className="pg-card pg-stack pg-trust" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className="pg-muted">{t('hint')}</p>
      <div>
        <GoLink href="/notifications/preferences">{t('kinds')}</GoLink>
      </div>
      {list.error !== null && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data === undefined && list.error === null && <Skeleton shape="lines" rows={2} />}
      {list.data !== undefined && <Here devices={devices} publicKey={list.data.public_key} isOn={list.data.here !== null} />}
      {remove.error !== null && <Alert type="error" showIcon title={failureText(remove.error)} role="alert" />}
      {rows.length > 0 && (
        <ul className="pg-trust__list" aria-label={t('devices')}>
          {rows.map((device) => (
            <DeviceLine key={device.id} device={device} isHere={device.id === list.data?.here} onRemove={() => remove.mutate(device.id)} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** What this browser has or lacks, and the one thing to do about it. */
function Here({ devices, publicKey, isOn }: { readonly devices: Devices; readonly publicKey: string | null; readonly isOn: boolean }) {
  const t = usePhrases(pushPhrases)
  const { turnOn, turnOff } = devices
  const ability = pushAbility()
  if (publicKey === null) return <Alert type="info" showIcon title={t('admin_off')} />
  if (ability === 'blocked') return <Alert type="warning" showIcon title={t('blocked')} description={t('blocked_how')} />
  if (ability !== 'able') return <Alert type="info" showIcon title={t(ability)} description={t(`${ability}_how`)} />
  return (
    <>
      <TurnOnFault turnOn={turnOn} />
      <div className="pg-actions">
        <span className="pg-grow" role="status">
          <Badge status={isOn ? 'success' : 'default'} text={t(isOn ? 'on' : 'off')} />
        </span>
        {isOn ? (
          <Button onClick={() => turnOff.mutate()} loading={turnOff.isPending}>
            {t('turn_off')}
          </Button>
        ) : (
          <Button type="primary" onClick={() => turnOn.mutate(publicKey)} loading={turnOn.isPending}>
            {t('turn_on')}
          </Button>
        )}
      </div>
    </>
  )
}

function TurnOnFault({ turnOn }: Pick<Devices, 'turnOn'>) {
  const t = usePhrases(pushPhrases)
  if (turnOn.data === false) return <Alert type="info" showIcon title={t('declined')} role="alert" />
  if (turnOn.error === null) return null
  // What the server refuses it explains; anything else is the browser and its push service.
  if (problemIn(turnOn.error) !== null) return <Alert type="error" showIcon title={failureText(turnOn.error)} role="alert" />
  return <Alert type="error" showIcon title={t('unreachable')} description={t('unreachable_how')} role="alert" />
}

type DeviceLineProps = { readonly device: PushDevice; readonly isHere: boolean; readonly onRemove: () => void }

function DeviceLine({ device, isHere, onRemove }: DeviceLineProps) {
  const t = usePhrases(pushPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const near = (at: string): string => formatNear(at, locale, { timeZone, now: now() })
  const name = deviceOf(device.agent) ?? t('unknown')
  const facts = [
    ...(isHere ? [t('here')] : []),
    t('since', { at: near(device.created_at) }),
    ...(device.last_success_at === null ? [] : [t('reached', { at: near(device.last_success_at) })]),
  ]
  return (
    <li className="pg-actions">
      <span className="pg-grow">
        {name}
        <span className="pg-muted pg-trust__below">{facts.join(' · ')}</span>
      </span>
      {!isHere && (
        <Button size="small" danger aria-label={t('remove_of', { name })} onClick={onRemove}>
          {t('remove')}
        </Button>
      )}
    </li>
  )
}
