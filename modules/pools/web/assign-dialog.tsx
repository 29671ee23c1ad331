import { general, LinkSelect, type LinkValue, toast, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { useState } from 'react'
import { usePoolAct } from './pool.queries.ts'
import { poolPhrases } from './pool-phrases.ts'

type AssignProps = {
  readonly pool: string
  readonly customers: readonly string[]
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Gives customers of a pool to a person. */
export function AssignDialog({ pool, customers, onDone, onClose }: AssignProps) {
  const t = usePhrases(poolPhrases)
  const words = usePhrases(general)
  const act = usePoolAct()
  const [to, setTo] = useState<LinkValue | null>(null)
  const give = () => {
    if (to === null) return
    act.mutate(
      { pool, act: 'assign', body: { customers, to: to.id } },
      {
        onSuccess: () => {
          toast({ text: t('assigned', { n: customers.length, name: to.title }) })
          onDone()
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      open
      title={t('assign_title', { n: customers.length })}
      okText={words('confirm')}
      cancelText={words('cancel')}
      okButtonProps={{ disabled: to === null }}
      confirmLoading={act.isPending}
      onOk={give}
      onCancel={onClose}
    >
      <LinkSelect
        control={{ 'aria-label': t('assign_to'), autoFocus: true }}
        target="employee"
        value={to}
        placeholder={t('assign_to')}
        onPick={setTo}
      />
    </Modal>
  )
}
