import { formatNumber, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useFilterDrawer } from './filter-bar.tsx'

type Cut = { readonly kind: 'older' | 'smaller'; readonly groups: number }

/** There are more groups than are shown: which these are, and the way to the others. */
export function CutNote({ model, cut }: { readonly model: ListModel; readonly cut: Cut }) {
  const t = usePhrases(listPhrases)
  const locale = useLocale()
  const openFilter = useFilterDrawer(model)
  return (
    <p className="pg-list__cut" role="status">
      {t(`groups_${cut.kind}`, { n: formatNumber(cut.groups, locale) })}{' '}
      <Button type="link" size="small" onClick={openFilter}>
        {t('filter')}
      </Button>
    </p>
  )
}
