import { useRecordUi } from '@perigon/record-ui'
import { LinkSelect, usePhrases } from '@perigon/ui'
import { Select } from 'antd'
import { calendarPagePhrases } from './calendar-phrases.ts'
import type { Whose } from './calendar-queries.ts'

const KINDS = ['mine', 'colleague', 'department'] as const
const TARGETS = { colleague: 'employee', department: 'department' } as const

/** Whose calendar is shown; what is in it is decided by the reader's own rights. */
export function WhoseSelect({ whose, onChange }: { readonly whose: Whose; readonly onChange: (whose: Whose) => void }) {
  const t = usePhrases(calendarPagePhrases)
  const { meta } = useRecordUi()
  const kinds = KINDS.filter((kind) => kind === 'mine' || meta.object(TARGETS[kind]) !== undefined)
  return (
    <span className="pg-whose">
      <Select
        aria-label={t('whose')}
        popupMatchSelectWidth={false}
        value={whose.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(kind) }))}
        onChange={(kind) => onChange(kind === 'mine' ? { kind } : { kind, link: null })}
      />
      {whose.kind !== 'mine' && (
        <span className="pg-whose__link">
          <LinkSelect
            key={whose.kind}
            control={{ 'aria-label': t(`pick_${whose.kind}`), autoFocus: whose.link === null }}
            placeholder={t(`pick_${whose.kind}`)}
            target={TARGETS[whose.kind]}
            value={whose.link}
            onPick={(link) => onChange({ kind: whose.kind, link })}
          />
        </span>
      )}
    </span>
  )
}
