import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, fieldOf, GoLink, useActions, useRecordUi } from '@perigon/record-ui'
import { EmptyState, fieldUi, formatNumber, linkOf, Skeleton, Tag, textOf, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { organizationPhrases } from './organization-phrases.ts'
import { usePeople } from './organization.queries.ts'
import { type Branching, idsWithin } from './tree.ts'

/** A department with its facts, its people on a day, and those who hold a further position there. */
export function DepartmentPeople({ each, day, people }: { readonly each: Branching; readonly day: string; readonly people: ObjectMeta }) {
  const t = usePhrases(organizationPhrases)
  const locale = useLocale()
  const { meta } = useRecordUi()
  const actions = useActions()
  const [withBelow, setWithBelow] = useState(false)
  const { id } = each.record
  const { here, further } = usePeople(people, withBelow ? idsWithin([each], id) : [id], day)
  const positions = meta.object('employee_position')
  const department = { id, title: each.name }
  const rows = here.data?.data ?? []
  return (
    <section className="pg-card pg-related" aria-label={each.name}>
      <header>
        <h2>
          <GoLink href={`/departments/${id}`}>{each.name}</GoLink>{' '}
          <span className="pg-count pg-number">{formatNumber(here.data?.count ?? each.people, locale)}</span>
        </h2>
        <span className="pg-grow" />
        {positions?.can.create === true && (
          <Button size="small" onClick={() => actions.create(positions, { defaults: { in_department: department } })}>
            {t('add_further')}
          </Button>
        )}
        {people.can.create && (
          <Button size="small" type="primary" onClick={() => actions.create(people, { defaults: { department } })}>
            {t('new_person')}
          </Button>
        )}
      </header>
      <Facts each={each} />
      {each.children.length > 0 && (
        <p className="pg-org__below">
          <Checkbox checked={withBelow} onChange={(event) => setWithBelow(event.target.checked)}>
            {t('with_below')}
          </Checkbox>
        </p>
      )}
      {here.error !== null && <Failure error={here.error} onRetry={() => void here.refetch()} />}
      {here.data === undefined && here.error === null && <Skeleton shape="lines" rows={4} />}
      {here.data !== undefined && rows.length === 0 && (further.data?.data ?? []).length === 0 && (
        <EmptyState small kind="first" title={t('no_people')} />
      )}
      {(rows.length > 0 || (further.data?.data ?? []).length > 0) && (
        <PeopleTable rows={rows} further={further.data?.data ?? []} people={people} withBelow={withBelow} />
      )}
    </section>
  )
}

function Facts({ each }: { readonly each: Branching }) {
  const t = usePhrases(organizationPhrases)
  const { record } = each
  const [manager, branch] = [linkOf(record['manager'] ?? null), linkOf(record['branch'] ?? null)]
  const [from, to] = [textOf(record['valid_from']), textOf(record['valid_to'])]
  const facts = [
    manager === null ? t('no_manager') : t('manager', { name: manager.title }),
    ...(branch === null ? [] : [t('branch', { name: branch.title })]),
    ...(from === '' && to === '' ? [] : [t(from === '' ? 'valid_to' : to === '' ? 'valid_from' : 'valid', { from, to })]),
  ]
  return <p className="pg-muted pg-org__facts">{facts.join(' · ')}</p>
}

function PeopleTable(props: {
  readonly rows: readonly WireRecord[]
  readonly further: readonly WireRecord[]
  readonly people: ObjectMeta
  readonly withBelow: boolean
}) {
  const t = usePhrases(organizationPhrases)
  const isPhone = usePhone()
  const status = fieldOf(props.people, 'status')
  const Status = status === undefined ? null : fieldUi(status).Cell
  const title = (record: WireRecord, key: string): string => linkOf(record[key] ?? null)?.title ?? ''
  return (
    <div className="pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('position')}</th>
            {props.withBelow && <th scope="col">{t('department')}</th>}
            {!isPhone && <th scope="col">{t('reports_to')}</th>}
            <th scope="col">{t('status')}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((record) => (
            <tr key={record.id}>
              <td>
                <GoLink href={`/employees/${record.id}`}>{textOf(record['name'])}</GoLink>
              </td>
              <td>{title(record, 'position')}</td>
              {props.withBelow && <td>{title(record, 'department')}</td>}
              {!isPhone && <td>{title(record, 'manager')}</td>}
              <td>{Status !== null && status !== undefined && <Status field={status} value={record['status'] ?? null} />}</td>
            </tr>
          ))}
          {props.further.map((record) => (
            <tr key={record.id}>
              <td>
                <GoLink href={`/employees/${linkOf(record['employee'] ?? null)?.id ?? ''}`}>{title(record, 'employee')}</GoLink>
              </td>
              <td>{title(record, 'position')}</td>
              {props.withBelow && <td>{title(record, 'in_department')}</td>}
              {!isPhone && <td>–</td>}
              <td>
                <Tag color="purple">{t('further')}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
