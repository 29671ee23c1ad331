import { DownOutlined } from '@ant-design/icons'
import { general, toast, usePhrases } from '@perigon/ui'
import { Button, Dropdown, type MenuProps } from 'antd'
import { lazy } from 'react'
import { writeAddress } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useArrange, useViewActions } from '../data/views.ts'
import { failureText } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo } from '../frame/record-ui-context.tsx'

const ViewDialog = lazy(async () => ({ default: (await import('./view-dialog.tsx')).ViewDialog }))

/** What has been changed of the view, and what can be done with it. */
export function ViewState({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const { canSave } = useViewActions(model.object)
  const commands = useViewCommands(model)
  const { view, arrangement } = model
  if (!canSave) return null
  const isOwn = !view.isBuiltIn && view.isMine
  const isPinned = arrangement.pinned.includes(view.id)
  const items: MenuProps['items'] = [
    { key: 'pin', label: t(isPinned ? 'unpin_view' : 'pin_view') },
    { key: 'first', label: t(arrangement.first === view.id ? 'open_first_not' : 'open_first') },
    { key: 'link', label: t('copy_link') },
    { key: 'saveAs', label: t('save_as') },
    ...(isOwn
      ? [{ type: 'divider' as const }, { key: 'rename', label: t('rename_view') }, { key: 'remove', label: t('delete_view'), danger: true }]
      : []),
  ]
  return (
    <span className="pg-views__state">
      {model.isModified && (
        <>
          <span className="pg-views__changed">{t('modified')}</span>
          {isOwn && (
            <Button type="link" size="small" onClick={commands.save}>
              {t('save_view')}
            </Button>
          )}
          <Button type="link" size="small" onClick={commands.saveAs}>
            {t('save_as')}
          </Button>
          <Button type="link" size="small" onClick={model.reset}>
            {t('reset_view')}
          </Button>
        </>
      )}
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => commands.run(key) }}>
        <Button type="text" size="small" aria-label={`${view.name}: ${words('more')}`} icon={<DownOutlined aria-hidden />} />
      </Dropdown>
    </span>
  )
}

function useViewCommands(model: ListModel) {
  const t = usePhrases(listPhrases)
  const show = useOverlay()
  const go = useGo()
  const actions = useViewActions(model.object)
  const arrange = useArrangeCommands(model)
  const { view, object } = model
  const saveAs = () =>
    show((close) => (
      <ViewDialog
        object={object}
        config={model.config}
        onClose={close}
        onSaved={(id) => go(`/${object.path}${writeAddress({ view: id, q: model.address.q })}`, 'replace')}
      />
    ))
  const rename = () =>
    show((close) => <ViewDialog object={object} config={model.config} view={view} onClose={close} onSaved={() => undefined} />)
  const save = attempt(async () => {
    await actions.update(view, { config: model.config })
    model.reset()
    toast({ text: t('view_saved') })
  })
  const remove = attempt(async () => {
    await actions.remove(view)
    go(`/${object.path}`, 'replace')
    toast({ text: t('view_deleted', { name: view.name }), undo: () => actions.restore(view.id) })
  })
  const run = (key: string) => {
    if (key === 'saveAs') saveAs()
    else if (key === 'rename') rename()
    else if (key === 'remove') void remove()
    else void arrange(key)
  }
  return { saveAs, save, run }
}

/** Pins a view, has it open first, or gives out its link; all of it for this person alone. */
function useArrangeCommands(model: ListModel): (key: string) => Promise<void> {
  const t = usePhrases(listPhrases)
  const arrange = useArrange(model.object)
  const { view, arrangement, object } = model
  const { pinned, first } = arrangement
  return async (key) => {
    const isPinned = pinned.includes(view.id)
    if (key === 'pin') {
      await attempt(() => arrange({ pinned: isPinned ? pinned.filter((each) => each !== view.id) : [...pinned, view.id] }))()
      if (!isPinned) toast({ text: t('view_pinned', { name: view.name }) })
    } else if (key === 'first') {
      await attempt(() => arrange({ first: first === view.id ? null : view.id }))()
      if (first !== view.id) toast({ text: t('view_first', { name: view.name }) })
    } else if (key === 'link') {
      const address = writeAddress({ ...model.address, view: view.id })
      await attempt(() => navigator.clipboard.writeText(`${location.origin}/${object.path}${address}`))()
      toast({ text: t('link_copied') })
    }
  }
}

function attempt(work: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await work()
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}
