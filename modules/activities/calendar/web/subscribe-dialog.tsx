import { failureText, GoLink, useRecordUi } from '@perigon/record-ui'
import { general, toast, usePhrases } from '@perigon/ui'
import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { calendarPagePhrases } from './calendar-phrases.ts'

/** Makes an address for calendars of other programs; shown once, like every token. */
export function SubscribeDialog({ onClose }: { readonly onClose: () => void }) {
  const t = usePhrases(calendarPagePhrases)
  const words = usePhrases(general)
  const { api } = useRecordUi()
  const [address, setAddress] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const make = async () => {
    setBusy(true)
    try {
      const { path } = await api.call<{ readonly path: string }>('POST', '/api/v1/account/calendar-feed', { body: {} })
      setAddress(`${location.origin}${path}`)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('subscribe_title')}
      onCancel={onClose}
      footer={
        address === null
          ? [
              <Button key="cancel" onClick={onClose}>
                {words('cancel')}
              </Button>,
              <Button key="make" type="primary" autoFocus loading={isBusy} onClick={() => void make()}>
                {t('subscribe_make')}
              </Button>,
            ]
          : [
              <Button key="close" type="primary" onClick={onClose}>
                {words('close')}
              </Button>,
            ]
      }
    >
      <div className="pg-stack">
        <p>{t('subscribe_what')}</p>
        {address !== null && <Address address={address} />}
        <ul className="pg-subscribe__how">
          <li>{t('how_outlook')}</li>
          <li>{t('how_phone')}</li>
        </ul>
        <p className="pg-muted">
          {t('revoke')}{' '}
          <GoLink className="pg-link" href="/account" onClick={onClose}>
            {t('account')}
          </GoLink>
        </p>
      </div>
    </Modal>
  )
}

function Address({ address }: { readonly address: string }) {
  const t = usePhrases(calendarPagePhrases)
  const words = usePhrases(general)
  const id = useId()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address)
      toast({ text: words('copied') })
    } catch {
      toast({ text: t('copy_failed'), tone: 'error' })
    }
  }
  return (
    <div className="pg-subscribe__address">
      <label htmlFor={id}>{t('subscribe_address')}</label>
      <span className="pg-actions">
        <Input id={id} readOnly value={address} onFocus={(event) => event.target.select()} />
        <Button onClick={() => void copy()}>{words('copy')}</Button>
      </span>
      <p role="status">{t('subscribe_once')}</p>
    </div>
  )
}
