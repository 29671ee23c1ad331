import type { ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Modal } from 'antd'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'

/** A block is longer than the list: new records, only what is there, or nothing. */
export function ExtraRowsDialog(props: {
  readonly object: ObjectMeta
  readonly count: number
  readonly onChoose: (choice: 'create' | 'only' | 'nothing') => void
}) {
  const t = usePhrases(sheetPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const locale = useLocale()
  const { object, onChoose } = props
  const n = formatNumber(props.count, locale)
  return (
    <Modal
      open
      title={t('extra_title', { n })}
      onCancel={() => onChoose('nothing')}
      footer={[
        <Button key="nothing" onClick={() => onChoose('nothing')}>
          {words('cancel')}
        </Button>,
        <Button key="only" onClick={() => onChoose('only')}>
          {t('extra_only')}
        </Button>,
        <Button key="create" type="primary" autoFocus onClick={() => onChoose('create')}>
          {t('extra_create', { n })}
        </Button>,
      ]}
    >
      {t('extra_text', { name: label(object.label.many) })}
    </Modal>
  )
}
