import { DownOutlined } from '@ant-design/icons'
import { usePhrases, useShortcuts } from '@perigon/ui'
import { Dropdown } from 'antd'
import { writeAddress } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { GoLink } from '../frame/go-link.tsx'
import { useGo } from '../frame/record-ui-context.tsx'
import { ViewState } from './view-state.tsx'

const SHOWN = 5

/** Views as tabs; a changed view offers to save, save as, or reset, and saves nothing by itself. */
export function ViewTabs({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const go = useGo()
  const { views, view } = model
  // A saved view has a kind of its own; built-in ones are shown in the kind that is open.
  const hrefOf = (id: string) => {
    const { layout } = model.address
    const isKept = layout !== undefined && views.find((each) => each.id === id)?.isBuiltIn === true
    return `/${model.object.path}${writeAddress({ view: id, q: '', ...(isKept ? { layout } : {}) })}`
  }
  const shown = views.slice(0, SHOWN).some((each) => each.id === view.id) ? views.slice(0, SHOWN) : [...views.slice(0, SHOWN - 1), view]
  const rest = views.filter((each) => !shown.includes(each))
  const at = shown.findIndex((each) => each.id === view.id)
  const step = (by: number) => {
    const next = shown[at + by]
    if (next !== undefined) go(hrefOf(next.id))
  }
  useShortcuts({ '[': () => step(-1), ']': () => step(1) })
  useShortcuts(Object.fromEntries(shown.map((each, index) => [`alt+${index + 1}`, () => go(hrefOf(each.id))])))
  return (
    <div className="pg-views">
      <nav aria-label={t('views')} className="pg-views__tabs">
        {shown.map((each) => (
          <GoLink key={each.id} href={hrefOf(each.id)} className="pg-views__tab" aria-current={each.id === view.id ? 'page' : undefined}>
            {each.name}
          </GoLink>
        ))}
        {rest.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{ items: rest.map((each) => ({ key: each.id, label: each.name })), onClick: ({ key }) => go(hrefOf(key)) }}
          >
            <button type="button" className="pg-views__tab">
              {t('more_views')} <DownOutlined aria-hidden />
            </button>
          </Dropdown>
        )}
      </nav>
      <ViewState model={model} />
    </div>
  )
}
