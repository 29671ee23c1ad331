import type { Json, ObjectMeta } from '@perigon/contracts'
import { Failure, useActions, useGo, useOverlay, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, Skeleton, today, useFieldContext, usePhrases } from '@perigon/ui'
import { Button, DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { lazy, useMemo, useState } from 'react'
import { Delegations } from './delegations.tsx'
import { DepartmentPeople } from './department-people.tsx'
import { DepartmentTree } from './department-tree.tsx'
import './organization.css'
import { organizationPhrases } from './organization-phrases.ts'
import { useDepartments } from './organization.queries.ts'
import { type Branching, holdsOn, searched, treeOf } from './tree.ts'

const MoveDialog = lazy(async () => ({ default: (await import('./move-dialog.tsx')).MoveDialog }))

/** The tree of departments on a day, the people of one of them, and who stands in for whom. */
export function OrganizationPage() {
  const t = usePhrases(organizationPhrases)
  useTitle(t('title'))
  const { meta } = useRecordUi()
  const [departments, people] = [meta.object('department'), meta.object('employee')]
  if (departments === undefined || people === undefined) return null
  return <Organization departments={departments} people={people} />
}

type Objects = { readonly departments: ObjectMeta; readonly people: ObjectMeta }

function Organization({ departments: object, people }: Objects) {
  const t = usePhrases(organizationPhrases)
  const { timeZone, now } = useFieldContext()
  const [day, setDay] = useState(today(now(), timeZone))
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const { departments, counts } = useDepartments(object, people, day)
  const tree = useMemo(
    () =>
      treeOf(
        (departments.data ?? []).filter((each) => holdsOn(each, day)),
        counts,
      ),
    [departments.data, counts, day],
  )
  const current = findIn(tree, chosen) ?? tree[0]
  return (
    <div className="pg-page pg-stack">
      <Head objects={{ departments: object, people }} />
      <p className="pg-muted">{t(object.can.update ? 'hint' : 'hint_read')}</p>
      <div className="pg-org">
        <section className="pg-card pg-org__tree" aria-label={t('departments')}>
          <Tools text={text} onText={setText} day={day} onDay={setDay} />
          {departments.error !== null && <Failure error={departments.error} onRetry={() => void departments.refetch()} />}
          {departments.data === undefined && departments.error === null && <Skeleton shape="lines" rows={8} />}
          {departments.data !== undefined && (
            <Tree object={object} tree={tree} text={text} day={day} chosen={current} onChoose={setChosen} />
          )}
        </section>
        <div className="pg-stack pg-org__side">
          {current !== undefined && <DepartmentPeople key={current.record.id} each={current} day={day} people={people} />}
          <Delegations />
        </div>
      </div>
    </div>
  )
}

type ToolsProps = {
  readonly text: string
  readonly onText: (text: string) => void
  readonly day: string
  readonly onDay: (day: string) => void
}

function Tools({ text, onText, day, onDay }: ToolsProps) {
  const t = usePhrases(organizationPhrases)
  return (
    <div className="pg-org__tools">
      <Input allowClear aria-label={t('search')} placeholder={t('search')} value={text} onChange={(event) => onText(event.target.value)} />
      <DatePicker
        aria-label={t('as_of')}
        title={t('as_of')}
        allowClear={false}
        value={dayjs(day)}
        format="YYYY-MM-DD"
        onChange={(next) => next !== null && onDay(next.format('YYYY-MM-DD'))}
      />
    </div>
  )
}

function Tree(props: {
  readonly object: ObjectMeta
  readonly tree: readonly Branching[]
  readonly text: string
  readonly day: string
  readonly chosen: Branching | undefined
  readonly onChoose: (id: string) => void
}) {
  const t = usePhrases(organizationPhrases)
  const { timeZone, now } = useFieldContext()
  const tools = useTreeActions(props.object, props.tree)
  const shown = searched(props.tree, props.text)
  const isSearched = props.text.trim() !== ''
  if (shown.length === 0)
    return isSearched ? (
      <EmptyState small kind="result" title={t('none_found')} />
    ) : (
      <EmptyState small kind="first" title={t('none')} hint={t('none_hint')} />
    )
  return (
    <DepartmentTree
      tree={shown}
      chosen={props.chosen?.record.id ?? null}
      // The past is to be looked at.
      mayMove={props.object.can.update && props.day === today(now(), timeZone)}
      isSearched={isSearched}
      onChoose={props.onChoose}
      {...tools}
    />
  )
}

function Head({ objects: { departments, people } }: { readonly objects: Objects }) {
  const t = usePhrases(organizationPhrases)
  const actions = useActions()
  const go = useGo()
  return (
    <div className="pg-actions pg-org__head">
      <h1 className="pg-grow">{t('title')}</h1>
      {people.can.import && <Button onClick={() => go('/import/employee')}>{t('import_people')}</Button>}
      {departments.can.import && <Button onClick={() => go('/import/department')}>{t('import_departments')}</Button>}
      {departments.can.create && (
        <Button type="primary" onClick={() => actions.create(departments)}>
          {t('new_department')}
        </Button>
      )}
    </div>
  )
}

/** What the menus and dropping do. A move is one write, with the way back. */
function useTreeActions(object: ObjectMeta, tree: readonly Branching[]) {
  const t = usePhrases(organizationPhrases)
  const actions = useActions()
  const show = useOverlay()
  const go = useGo()
  const move = (each: Branching, parent: Branching | null): void => {
    const to: Json = parent === null ? null : { id: parent.record.id, title: parent.name }
    const done = parent === null ? t('moved_top', { name: each.name }) : t('moved', { name: each.name, parent: parent.name })
    void actions.change(object, each.record, { patch: { parent: to }, done })
  }
  return {
    onDrop: (id: string, onto: Branching) => {
      const each = findIn(tree, id)
      if (each !== undefined) move(each, onto)
    },
    onAction: (key: string, each: Branching) => {
      if (key === 'open') go(`/${object.path}/${each.record.id}`)
      if (key === 'below') actions.create(object, { defaults: { parent: { id: each.record.id, title: each.name } } })
      if (key === 'move') show((close) => <MoveDialog tree={tree} each={each} onMove={(parent) => move(each, parent)} onClose={close} />)
    },
  }
}

function findIn(tree: readonly Branching[], id: string | null): Branching | undefined {
  for (const each of tree) {
    const found = each.record.id === id ? each : findIn(each.children, id)
    if (found !== undefined) return found
  }
  return undefined
}
