import { textOf, useLocale, usePhrases } from '@perigon/ui'
import { Radio, Select } from 'antd'
import { useState } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { usePage } from '../data/queries.ts'
import type { Sharing } from '../data/views.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

type Reach = 'nobody' | 'everybody' | 'roles'

/** Who may use a view, and, set by administrators, for whom it opens first. */
export function SharingFields({ sharing, onChange }: { readonly sharing: Sharing; readonly onChange: (sharing: Sharing) => void }) {
  const t = usePhrases(listPhrases)
  const { session } = useRecordUi()
  const roles = useRoles()
  const [reach, setReach] = useState<Reach>(!sharing.isShared ? 'nobody' : sharing.audience.length === 0 ? 'everybody' : 'roles')
  const pick = (next: Reach) => {
    setReach(next)
    onChange({ ...sharing, isShared: next !== 'nobody', audience: next === 'roles' ? sharing.audience : [] })
  }
  return (
    <>
      <div className="pg-field">
        <span className="pg-field__label">{t('sharing')}</span>
        <Radio.Group
          aria-label={t('sharing')}
          value={reach}
          options={[
            { value: 'nobody', label: t('share_nobody') },
            { value: 'everybody', label: t('share_everybody') },
            { value: 'roles', label: t('share_roles') },
          ]}
          onChange={(event) => pick(event.target.value)}
        />
      </div>
      {reach === 'roles' && (
        <Select
          mode="multiple"
          className="pg-fill"
          aria-label={t('share_with')}
          placeholder={t('share_with')}
          value={[...sharing.audience]}
          options={[...roles]}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(audience) => onChange({ ...sharing, isShared: audience.length > 0, audience })}
        />
      )}
      {reach !== 'nobody' && session.admin && (
        <div className="pg-field">
          <span className="pg-field__label">{t('default_for')}</span>
          <Select
            mode="multiple"
            className="pg-fill"
            aria-label={t('default_for')}
            value={[...sharing.defaultFor]}
            options={[...roles]}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(defaultFor) => onChange({ ...sharing, defaultFor })}
          />
          <span className="pg-muted">{t('default_hint')}</span>
        </div>
      )}
    </>
  )
}

/** The roles a person can name: administrators all of them, others their own. */
function useRoles(): readonly { readonly value: string; readonly label: string }[] {
  const locale = useLocale()
  const { meta, session } = useRecordUi()
  const page = usePage(meta.object('role'), { sort: ['name'], limit: 200 })
  const side = locale === 'zh-CN' ? 'zh' : 'en'
  const own = session.role_names.map((each) => ({ value: each.key, label: each.label[side] }))
  const all = (page.data?.data ?? []).map((each) => ({
    value: textOf(each['key']),
    label: (side === 'en' ? textOf(each['name_en']) : '') || textOf(each['name']),
  }))
  return [...all, ...own.filter((each) => all.every((other) => other.value !== each.value))]
}
