import { general, usePhrases } from '@perigon/ui'
import { Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { organizationPhrases } from './organization-phrases.ts'
import { type Branching, idsWithin } from './tree.ts'

const TOP = ''

/** Another parent for a department, chosen from a list: the twin of dragging. */
export function MoveDialog(props: {
  readonly tree: readonly Branching[]
  readonly each: Branching
  readonly onMove: (parent: Branching | null) => void
  readonly onClose: () => void
}) {
  const t = usePhrases(organizationPhrases)
  const words = usePhrases(general)
  const id = useId()
  const [to, setTo] = useState<string | null>(null)
  const within = idsWithin(props.tree, props.each.record.id)
  const choices = flat(props.tree).filter(({ node }) => !within.includes(node.record.id))
  const apply = (): void => {
    props.onMove(choices.find(({ node }) => node.record.id === to)?.node ?? null)
    props.onClose()
  }
  return (
    <Modal
      open
      title={t('move_one', { name: props.each.name })}
      okText={words('apply')}
      cancelText={words('cancel')}
      okButtonProps={{ disabled: to === null }}
      onOk={apply}
      onCancel={props.onClose}
    >
      <div className="pg-field">
        <label className="pg-field__label" htmlFor={id}>
          {t('under')}
        </label>
        <Select
          id={id}
          autoFocus
          className="pg-fill"
          showSearch={{ optionFilterProp: 'label' }}
          value={to}
          onChange={setTo}
          options={[{ value: TOP, label: t('top') }, ...choices.map(({ node, path }) => ({ value: node.record.id, label: path }))]}
        />
      </div>
    </Modal>
  )
}

function flat(tree: readonly Branching[], above = ''): readonly { readonly node: Branching; readonly path: string }[] {
  return tree.flatMap((node) => {
    const path = above === '' ? node.name : `${above} / ${node.name}`
    return [{ node, path }, ...flat(node.children, path)]
  })
}
