import { CaretDownOutlined, CaretRightOutlined, MoreOutlined } from '@ant-design/icons'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { formatNumber, linkOf, useLocale, usePhrases } from '@perigon/ui'
import { Button, Dropdown } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { organizationPhrases } from './organization-phrases.ts'
import { type Branching, idsWithin } from './tree.ts'

export type TreeProps = {
  readonly tree: readonly Branching[]
  readonly chosen: string | null
  readonly mayMove: boolean
  /** Everything stands open while something is searched. */
  readonly isSearched: boolean
  readonly onChoose: (id: string) => void
  /** Menu entry of a department: create below, move, open. */
  readonly onAction: (key: string, each: Branching) => void
  readonly onDrop: (id: string, onto: Branching) => void
}

/** Departments as a tree: dragged onto one another, or moved by their menus. */
export function DepartmentTree(props: TreeProps & { readonly level?: number }) {
  const { tree, level = 0 } = props
  return (
    <ul className={level === 0 ? 'pg-tree' : 'pg-tree__below'}>
      {tree.map((each) => (
        <Node key={each.record.id} each={each} level={level} {...props} />
      ))}
    </ul>
  )
}

function Node({ each, level, ...props }: TreeProps & { readonly each: Branching; readonly level: number }) {
  const t = usePhrases(organizationPhrases)
  const [isOpen, setOpen] = useState(level < 2)
  const hasBelow = each.children.length > 0
  const shown = hasBelow && (isOpen || props.isSearched)
  return (
    <li>
      <Line each={each} {...props}>
        {hasBelow ? (
          <button
            type="button"
            className="pg-tree__toggle"
            aria-expanded={shown}
            aria-label={t(shown ? 'collapse' : 'expand', { name: each.name })}
            onClick={() => setOpen(!isOpen)}
          >
            {shown ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
          </button>
        ) : (
          <span className="pg-tree__toggle" />
        )}
      </Line>
      {shown && <DepartmentTree {...props} tree={each.children} level={level + 1} />}
    </li>
  )
}

function Line({ each, children, ...props }: TreeProps & { readonly each: Branching; readonly children: React.ReactNode }) {
  const t = usePhrases(organizationPhrases)
  const locale = useLocale()
  const [root, state] = useDragAndDrop(each, props)
  const items = [
    ...(props.mayMove ? [{ key: 'below', label: t('new_below') }] : []),
    ...(props.mayMove ? [{ key: 'move', label: t('move_to') }] : []),
    { key: 'open', label: t('open') },
  ]
  const isChosen = props.chosen === each.record.id
  const manager = linkOf(each.record['manager'] ?? null)?.title
  const counts = { own: formatNumber(each.people, locale), all: formatNumber(each.peopleBelow, locale) }
  return (
    <div ref={root} className={['pg-tree__line', isChosen ? 'pg-tree__line--chosen' : '', state].filter(Boolean).join(' ')}>
      {children}
      <button
        type="button"
        className="pg-tree__name"
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => props.onChoose(each.record.id)}
        onKeyDown={(event) => {
          if (event.key.toLowerCase() === 'm' && props.mayMove) props.onAction('move', each)
        }}
      >
        <span>{each.name}</span>
        {manager !== undefined && <small className="pg-muted">{manager}</small>}
      </button>
      <span className="pg-count pg-number" title={t('head_count', counts)}>
        <span className="pg-sr">{t('head_count', counts)}</span>
        <span aria-hidden>{counts.all}</span>
      </span>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => props.onAction(key, each) }}>
        <Button type="text" size="small" icon={<MoreOutlined aria-hidden />} aria-label={t('actions_of', { name: each.name })} />
      </Dropdown>
    </div>
  )
}

/** What a line looks like while something is dragged: itself, or another onto it; never onto itself or into its own below. */
function useDragAndDrop(each: Branching, { mayMove, onDrop }: TreeProps) {
  const root = useRef<HTMLDivElement>(null)
  const [state, setState] = useState('')
  const latest = useRef({ each, onDrop })
  latest.current = { each, onDrop }
  const { id } = each.record
  useEffect(() => {
    const element = root.current
    if (element === null || !mayMove) return
    const stopDrag = draggable({
      element,
      getInitialData: () => ({ department: id, within: idsWithin([latest.current.each], id) }),
      onDragStart: () => setState('pg-tree__line--dragged'),
      onDrop: () => setState(''),
    })
    const stopDrop = dropTargetForElements({
      element,
      canDrop: ({ source }) => Array.isArray(source.data['within']) && !source.data['within'].includes(id),
      onDragEnter: () => setState('pg-tree__line--over'),
      onDragLeave: () => setState(''),
      onDrop: ({ source }) => {
        setState('')
        const { department } = source.data
        if (typeof department === 'string') latest.current.onDrop(department, latest.current.each)
      },
    })
    return () => {
      stopDrag()
      stopDrop()
    }
  }, [id, mayMove])
  return [root, state] as const
}
