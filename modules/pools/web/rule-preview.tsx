import { Failure } from '@perigon/record-ui'
import { formatNumber, general, linkOf, Skeleton, textOf, useLocale, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { type Draft, type Preview, usePreview } from './settings.queries.ts'
import { settingsPhrases } from './settings-phrases.ts'

type PreviewProps = {
  readonly name: string
  readonly draft: Draft
  /** Set when the rule is about to be switched on. */
  readonly onTurnOn: (() => void) | null
  readonly onClose: () => void
}

const RUNGS = ['owner', 'manager', 'reclaim'] as const

/** Whom a rule would strike today, rung by rung; from here it is switched on. */
export function RulePreview({ name, draft, onTurnOn, onClose }: PreviewProps) {
  const t = usePhrases(settingsPhrases)
  const words = usePhrases(general)
  const preview = usePreview(draft)
  const ahead = Math.max(draft.remind_before ?? 0, draft.manager_before ?? 0)
  return (
    <Modal
      open
      title={t('preview_title', { name })}
      okText={onTurnOn === null ? words('close') : t('turn_on')}
      cancelText={words('cancel')}
      okButtonProps={{ disabled: onTurnOn !== null && preview.data === undefined, autoFocus: true }}
      {...(onTurnOn === null ? { cancelButtonProps: { hidden: true } } : {})}
      onOk={() => {
        onTurnOn?.()
        onClose()
      }}
      onCancel={onClose}
    >
      <div className="pg-stack">
        <p className="pg-muted">{t('preview_hint')}</p>
        {preview.error !== null && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.data === undefined && preview.error === null && <Skeleton shape="lines" rows={5} />}
        {preview.data !== undefined && RUNGS.map((rung) => <RungList key={rung} rung={rung} found={preview.data[rung]} />)}
        {ahead > 0 && (preview.data?.reclaim.count ?? 0) > 0 && <p className="pg-muted">{t('preview_late', { n: ahead })}</p>}
      </div>
    </Modal>
  )
}

function RungList({ rung, found }: { readonly rung: (typeof RUNGS)[number]; readonly found: Preview['reclaim'] | null }) {
  const t = usePhrases(settingsPhrases)
  const locale = useLocale()
  if (found === null) return null
  const n = `${formatNumber(found.count, locale)}${found.count_capped === true ? '+' : ''}`
  const rest = found.count - found.data.length
  return (
    <section>
      <h3 className="pg-rung__head">{t(`rung_${rung}`, { n })}</h3>
      <ul className="pg-rung">
        {found.data.map((record) => (
          <li key={record.id}>
            {textOf(record['name'])}
            <span className="pg-muted">{linkOf(record['owner'] ?? null)?.title}</span>
          </li>
        ))}
        {rest > 0 && <li className="pg-muted">{t('and_more', { n: formatNumber(rest, locale) })}</li>}
      </ul>
    </section>
  )
}
