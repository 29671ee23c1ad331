import { CloseOutlined, FilterOutlined } from '@ant-design/icons'
import type { Condition } from '@perigon/contracts'
import { general, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { lazy } from 'react'
import { fromParts, partsOf } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { ConditionText } from '../condition/condition-text.tsx'
import type { ListModel } from '../data/use-list-model.ts'
import { useOverlay } from '../frame/overlays.tsx'

const FilterDrawer = lazy(async () => ({ default: (await import('../condition/filter-drawer.tsx')).FilterDrawer }))

/** Opens the condition builder for a list. */
export function useFilterDrawer(model: Pick<ListModel, 'object' | 'config' | 'change'>): () => void {
  const show = useOverlay()
  return () =>
    show((close) => (
      <FilterDrawer object={model.object} filter={model.config.filter} onApply={(filter) => model.change({ filter })} onClose={close} />
    ))
}

/** The filter of the list as chips; a click edits, × removes. */
export function FilterBar({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const open = useFilterDrawer(model)
  const parts = partsOf(model.config.filter)
  const without = (part: Condition) => model.change({ filter: fromParts(parts.filter((each) => each !== part)) })
  if (parts.length === 0) return null
  return (
    <div className="pg-chips" aria-label={t('filter')} role="group">
      {parts.map((part) => (
        <span key={JSON.stringify(part)} className="pg-chip">
          <button type="button" className="pg-chip__text" onClick={open}>
            <FilterOutlined aria-hidden /> <ConditionText object={model.object} condition={part} />
          </button>
          <button type="button" className="pg-chip__x" aria-label={words('remove')} onClick={() => without(part)}>
            <CloseOutlined aria-hidden />
          </button>
        </span>
      ))}
      <Button type="link" size="small" onClick={() => model.change({ filter: null, q: '' })}>
        {words('clear')}
      </Button>
    </div>
  )
}
