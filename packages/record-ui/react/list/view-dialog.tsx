import type { ObjectMeta } from '@perigon/contracts'
import { general, isComposing, toast, usePhrases } from '@perigon/ui'
import { Input, Modal } from 'antd'
import { useId, useState } from 'react'
import type { ListConfig, ListView } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { type Sharing, useViewActions } from '../data/views.ts'
import { failureText } from '../frame/failure.tsx'
import { SharingFields } from './sharing-fields.tsx'

type DialogProps = {
  readonly object: ObjectMeta
  readonly config: ListConfig
  readonly view?: ListView
  readonly onSaved: (id: string) => void
  readonly onClose: () => void
}

/** Names a view and says who may use it. */
export function ViewDialog(props: DialogProps) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const id = useId()
  const actions = useViewActions(props.object)
  const { view } = props
  const [name, setName] = useState(view?.name ?? '')
  const [sharing, setSharing] = useState<Sharing>(view ?? { isShared: false, audience: [], defaultFor: [] })
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    if (name.trim() === '') return
    setBusy(true)
    try {
      if (view !== undefined) await actions.update(view, { name: name.trim(), sharing })
      const created = view === undefined ? await actions.create({ name: name.trim(), sharing, config: props.config }) : view.id
      toast({ text: t('view_saved') })
      props.onClose()
      if (created !== null) props.onSaved(created)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={460}
      title={t(view === undefined ? 'save_as' : 'rename_view')}
      okText={words('save')}
      cancelText={words('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={save}
      onCancel={props.onClose}
    >
      <div className="pg-stack">
        <div className="pg-field">
          <label className="pg-field__label" htmlFor={id}>
            {t('view_name')}
          </label>
          <Input
            id={id}
            value={name}
            maxLength={60}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onPressEnter={(event) => !isComposing(event) && void save()}
          />
        </div>
        <SharingFields sharing={sharing} onChange={setSharing} />
      </div>
    </Modal>
  )
}
