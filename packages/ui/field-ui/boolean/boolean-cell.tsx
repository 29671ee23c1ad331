import { CheckOutlined, MinusOutlined } from '@ant-design/icons'
import { usePhrases } from '../../i18n/i18n.ts'
import { general } from '../../phrases/general.ts'
import type { FieldCellProps } from '../field-ui.ts'

/** Yes or no, as a mark with a name. */
export function BooleanCell({ value }: FieldCellProps) {
  const t = usePhrases(general)
  if (value === null) return null
  const Icon = value === true ? CheckOutlined : MinusOutlined
  return <Icon className={value === true ? 'pg-yes' : 'pg-no'} aria-label={t(value === true ? 'yes' : 'no')} />
}
