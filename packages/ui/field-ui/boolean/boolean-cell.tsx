import { CheckOutlined } from '@ant-design/icons'
import { usePhrases } from '../../i18n/i18n.ts'
import { general } from '../../phrases/general.ts'
import type { FieldCellProps } from '../field-ui.ts'

/** Yes with a mark, or no; both in words, so that no is not taken for empty. */
export function BooleanCell({ value }: FieldCellProps) {
  const t = usePhrases(general)
  if (value === null) return null
  if (value !== true) return <span className="pg-no">{t('no')}</span>
  return (
    <span className="pg-yes">
      <CheckOutlined aria-hidden /> {t('yes')}
    </span>
  )
}
