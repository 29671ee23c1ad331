import { ExclamationCircleOutlined } from '@ant-design/icons'
import { formatNumber, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'

/** How many cells are not saved, the way to the next of them, and giving them up. */
export function SheetBar(props: {
  readonly count: number
  readonly isBusy: boolean
  /** Why the chosen cell was refused. */
  readonly message: string | null
  /** The list is a spreadsheet: its keys are told while there is nothing else to tell. */
  readonly isOn: boolean
  readonly onNext: (() => void) | null
  readonly onDiscard: () => void
}) {
  const t = usePhrases(sheetPhrases)
  const locale = useLocale()
  const { count, isBusy, isOn, message, onNext } = props
  return (
    <div className="pg-sheet-bar" data-shown={count > 0 || isBusy || isOn}>
      <span role="status">
        {count > 0 && (
          <b className="pg-sheet-bar__count">
            <ExclamationCircleOutlined aria-hidden />{' '}
            {count === 1 ? t('not_saved_one') : t('not_saved', { n: formatNumber(count, locale) })}
          </b>
        )}
        {count === 0 && isBusy && <span className="pg-muted">{t('saving')}</span>}
      </span>
      {count > 0 && (
        <>
          <Button size="small" disabled={onNext === null} onClick={() => onNext?.()}>
            {t('next_fault')}
          </Button>
          <Button size="small" onClick={props.onDiscard}>
            {t('discard')}
          </Button>
        </>
      )}
      {message !== null && (
        <span className="pg-sheet-bar__message" title={message}>
          {message}
        </span>
      )}
      {isOn && count === 0 && !isBusy && <span className="pg-muted">{t('keys')}</span>}
    </div>
  )
}
