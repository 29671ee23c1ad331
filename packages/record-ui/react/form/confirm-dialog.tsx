import { general, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { useState } from 'react'

/** Asks before something that cannot simply be undone. */
export function ConfirmDialog(props: {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly isDanger?: boolean
  readonly onConfirm: () => void | Promise<void>
  readonly onClose: () => void
}) {
  const words = usePhrases(general)
  const [isBusy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    await props.onConfirm()
    props.onClose()
  }
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.onClose}
      onOk={confirm}
      confirmLoading={isBusy}
      okText={props.action}
      cancelText={words('cancel')}
      okButtonProps={{ danger: props.isDanger === true, autoFocus: true }}
    >
      {props.text}
    </Modal>
  )
}
