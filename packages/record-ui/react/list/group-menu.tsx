import { MinusSquareOutlined, PlusSquareOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { toast, useLabel, usePhrases } from '@perigon/ui'
import { Button, Dropdown, type MenuProps } from 'antd'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { type OpenGroups, useGroups } from './use-groups.ts'

/** By which field a list is grouped. */
export function GroupMenu({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const fields = model.object.fields.filter((each) => each.groupable)
  const current = fields.find((each) => each.key === model.config.group)
  if (fields.length === 0) return null
  const items: MenuProps['items'] = [
    { key: '', label: t('no_group') },
    { type: 'divider' },
    ...fields.map((each) => ({ key: each.key, label: label(each.label) })),
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectedKeys: [model.config.group ?? ''],
        className: 'pg-tall-menu',
        onClick: ({ key }) => model.change({ group: key === '' ? null : key }),
      }}
    >
      <Button icon={<UnorderedListOutlined aria-hidden />}>
        {t('group_by')}
        {current !== undefined && <span className="pg-count pg-count--wide">{label(current.label)}</span>}
      </Button>
    </Dropdown>
  )
}

/** So many groups are opened at once: each asks for its rows. */
const AT_ONCE = 50

/** Opens and closes all groups of a list. */
export function GroupFolds({ model, open }: { readonly model: ListModel; readonly open: OpenGroups }) {
  const t = usePhrases(listPhrases)
  const { groups } = useGroups(model)
  const first = groups.slice(0, AT_ONCE).map((each) => each.key)
  const openAll = () => {
    open.set(first)
    if (groups.length > first.length) toast({ text: t('groups_opened', { n: String(first.length) }) })
  }
  return (
    <span className="pg-folds" role="group" aria-label={t('groups')}>
      <Button icon={<PlusSquareOutlined aria-hidden />} aria-label={t('open_groups')} title={t('open_groups')} onClick={openAll} />
      <Button
        icon={<MinusSquareOutlined aria-hidden />}
        aria-label={t('close_groups')}
        title={t('close_groups')}
        onClick={() => open.set([])}
      />
    </span>
  )
}
