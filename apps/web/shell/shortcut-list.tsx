import { useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { goKeys, newKeys } from '../navigation/letter-keys.ts'

/** All shortcuts on one page. */
export function ShortcutList({ onClose }: { readonly onClose: () => void }) {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const lines: readonly (readonly [string, string])[] = [
    ['/ , Ctrl+K', t('sc_search')],
    ['?', t('sc_list')],
    ['G H', t('sc_go', { name: t('home') })],
    ...goKeys(meta).map(([letter, object]) => [`G ${letter.toUpperCase()}`, t('sc_go', { name: label(object.label.many) })] as const),
    ...newKeys(meta).map(([letter, object]) => [`C ${letter.toUpperCase()}`, t('sc_new', { name: label(object.label.one) })] as const),
    ['J / K', t('sc_next')],
    ['Enter , O', t('sc_open')],
    ['X / Shift+X', t('sc_select')],
    ['Shift+A', t('sc_everything')],
    ['E', t('sc_edit')],
    ['L', t('sc_log')],
    ['A', t('sc_owner')],
    ['M', t('sc_stage')],
    ['.', t('sc_menu')],
    ['[ / ]', t('sc_tabs')],
    ['Alt+1…5', t('sc_views')],
    ['Ctrl+S', t('sc_save')],
    ['Ctrl+Z', t('sc_undo')],
    ['Shift+E', t('sc_sheet')],
    ['Esc', t('sc_close')],
  ]
  const sheet: typeof lines = [
    ['Enter , F2', t('sc_cell')],
    ['Alt+Enter', t('sc_line')],
    ['Shift+↑↓←→', t('sc_range')],
    ['Ctrl+A', t('sc_loaded')],
    ['Ctrl+C / Ctrl+V', t('sc_copy')],
    ['Ctrl+D', t('sc_fill')],
    ['Delete', t('sc_empty')],
    ['Ctrl+Enter', t('sc_open')],
  ]
  return (
    <Modal open footer={null} width={680} title={t('shortcuts')} onCancel={onClose}>
      <Keys lines={lines} />
      <h3 className="pg-shortcuts__title">{t('sc_sheet_of')}</h3>
      <Keys lines={sheet} />
    </Modal>
  )
}

function Keys({ lines }: { readonly lines: readonly (readonly [string, string])[] }) {
  return (
    <dl className="pg-shortcuts">
      {lines.map(([keys, text]) => (
        <div key={keys}>
          <dt>{keys.split(' ').map((key, at) => (at > 0 && /^[/,]$/.test(key) ? ` ${key} ` : <kbd key={key}>{key}</kbd>))}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
