import { general, usePhrases } from '@perigon/ui'
import { useBlocker } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { recordPhrases } from '../../phrases/record-phrases.ts'

/** Asks once before a page with unsaved changes is left, by link, Back, or closing the tab. */
export function UnsavedGuard({ when }: { readonly when: boolean }) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
    disabled: !when,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Modal
      open
      title={t('leave_ask')}
      onCancel={blocker.reset}
      footer={[
        <Button key="leave" danger onClick={blocker.proceed}>
          {t('leave')}
        </Button>,
        <Button key="stay" type="primary" onClick={blocker.reset}>
          {t('stay')}
        </Button>,
      ]}
    >
      {t('unsaved')}
      <span className="pg-sr">{words('cancel')}</span>
    </Modal>
  )
}
