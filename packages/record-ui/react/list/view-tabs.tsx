import { DownOutlined } from '@ant-design/icons'
import { general, toast, usePhrases, useShortcuts } from '@perigon/ui'
import { Button, Dropdown, type MenuProps } from 'antd'
import { lazy } from 'react'
import { writeAddress } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useViewActions } from '../data/views.ts'
import { failureText } from '../frame/failure.tsx'
import { GoLink } from '../frame/go-link.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo } from '../frame/record-ui-context.tsx'

const ViewDialog = lazy(async () => ({ default: (await import('./view-dialog.tsx')).ViewDialog }))
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

function ViewState({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const { canSave } = useViewActions(model.object)
  const { saveAs, rename, save, remove } = useViewCommands(model)
  const { view } = model
  if (!canSave) return null
  const isOwn = !view.isBuiltIn && view.isMine
  const menu: MenuProps['items'] = [
    { key: 'rename', label: t('rename_view') },
    { key: 'delete', label: t('delete_view'), danger: true },
  ]
  return (
    <span className="pg-views__state">
      {model.isModified && (
        <>
          <span className="pg-views__changed">{t('modified')}</span>
          {isOwn && (
            <Button type="link" size="small" onClick={save}>
              {t('save_view')}
            </Button>
          )}
          <Button type="link" size="small" onClick={saveAs}>
            {t('save_as')}
          </Button>
          <Button type="link" size="small" onClick={model.reset}>
            {t('reset_view')}
          </Button>
        </>
      )}
      {isOwn && (
        <Dropdown trigger={['click']} menu={{ items: menu, onClick: ({ key }) => (key === 'rename' ? rename() : void remove()) }}>
          <Button type="text" size="small" aria-label={`${view.name}: ${words('more')}`} icon={<DownOutlined aria-hidden />} />
        </Dropdown>
      )}
    </span>
  )
}

function useViewCommands(model: ListModel) {
  const t = usePhrases(listPhrases)
  const show = useOverlay()
  const go = useGo()
  const actions = useViewActions(model.object)
  const { view } = model
  const saveAs = () =>
    show((close) => (
      <ViewDialog
        object={model.object}
        config={model.config}
        onClose={close}
        onSaved={(id) => go(`/${model.object.path}?view=${id}`, 'replace')}
      />
    ))
  const rename = () =>
    show((close) => <ViewDialog object={model.object} config={model.config} view={view} onClose={close} onSaved={() => undefined} />)
  const save = async () => {
    try {
      await actions.update(view, { config: model.config })
      model.reset()
      toast({ text: t('view_saved') })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const remove = async () => {
    try {
      await actions.remove(view)
      go(`/${model.object.path}`, 'replace')
      toast({ text: t('view_deleted', { name: view.name }), undo: () => actions.restore(view.id) })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  return { saveAs, rename, save, remove }
}
