import { PlusOutlined } from '@ant-design/icons'
import type { Condition, ObjectMeta, RelationMeta, WireRecord } from '@perigon/contracts'
import { EmptyState, fieldUi, formatNumber, general, Skeleton, states, useLabel, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { listHref } from '../../core/list-state.ts'
import { fieldOf, fieldsOnPath, titleOf } from '../../core/meta-index.ts'
import { useActions } from '../actions/use-actions.tsx'
import { usePage } from '../data/queries.ts'
import { Failure } from '../frame/failure.tsx'
import { GoLink } from '../frame/go-link.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

const SHOWN = 5

/** Records that point here: five of each kind, the way to all, and a new one with this record filled in. */
export function RelatedLists({ object, record }: { readonly object: ObjectMeta; readonly record: WireRecord }) {
  const { meta } = useRecordUi()
  return (
    <>
      {object.related.map((key) => {
        const relation = object.relations.find((each) => each.key === key)
        const target = relation === undefined ? undefined : meta.object(relation.object)
        return relation === undefined || target === undefined ? null : (
          <RelatedList key={key} parent={object} record={record} relation={relation} object={target} />
        )
      })}
    </>
  )
}

function RelatedList(props: {
  readonly parent: ObjectMeta
  readonly record: WireRecord
  readonly relation: RelationMeta
  readonly object: ObjectMeta
}) {
  const words = usePhrases(general)
  const label = useLabel()
  const locale = useLocale()
  const actions = useActions()
  const { parent, record, relation, object } = props
  const filter: Condition = { field: relation.field, op: 'eq', value: record.id }
  const paths = [object.title, ...object.list.filter((path) => path !== object.title && path !== relation.field)].slice(0, 5)
  const page = usePage(object, {
    filter,
    fields: paths,
    limit: SHOWN,
    count: 'capped',
    ...(object.sort.length > 0 ? { sort: object.sort } : {}),
  })
  const count = page.data?.count ?? page.data?.data.length ?? 0
  const own = { id: record.id, title: titleOf(parent, record) }
  const create = () => actions.create(object, { defaults: { ...inherited(parent, record, object), [relation.field]: own } })
  return (
    <section className="pg-card pg-related" aria-label={label(relation.label)}>
      <header>
        <h2>
          {label(relation.label)} {count > 0 && <span className="pg-count pg-number">{formatNumber(count, locale)}</span>}
        </h2>
        <span className="pg-grow" />
        {count > SHOWN && <GoLink href={listHref(object, filter)}>{words('view_all_n', { n: formatNumber(count, locale) })}</GoLink>}
        {object.can.create && (
          <Button
            size="small"
            icon={<PlusOutlined aria-hidden />}
            onClick={create}
            aria-label={words('create_one', { name: label(object.label.one) })}
          >
            {words('create')}
          </Button>
        )}
      </header>
      {page.error !== null && page.data === undefined ? (
        <Failure error={page.error} onRetry={() => void page.refetch()} />
      ) : page.data === undefined ? (
        <Skeleton shape="lines" rows={3} />
      ) : (
        <Rows object={object} rows={page.data.data} paths={paths} />
      )}
    </section>
  )
}

function Rows({
  object,
  rows,
  paths,
}: {
  readonly object: ObjectMeta
  readonly rows: readonly WireRecord[]
  readonly paths: readonly string[]
}) {
  const s = usePhrases(states)
  const words = usePhrases(general)
  const label = useLabel()
  const isPhone = usePhone()
  const { meta } = useRecordUi()
  const columns = paths.flatMap((path) => {
    const field = fieldsOnPath(meta, object, path).at(-1)
    return field === undefined ? [] : [{ path, field }]
  })
  if (rows.length === 0) return <EmptyState small kind="first" title={s('empty_first', { name: label(object.label.many) })} />
  return (
    <div className="pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            {columns.slice(0, isPhone ? 2 : 5).map(({ path, field }) => (
              <th key={path} scope="col" className={fieldUi(field).align === 'end' ? 'pg-table__end' : undefined}>
                {label(field.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((record) => (
            <tr key={record.id}>
              {columns.slice(0, isPhone ? 2 : 5).map(({ path, field }) => {
                const { Cell, align } = fieldUi(field)
                return (
                  <td key={path} className={align === 'end' ? 'pg-table__end' : undefined}>
                    {path === object.title ? (
                      <GoLink href={`/${object.path}/${record.id}`}>{titleOf(object, record) || words('untitled')}</GoLink>
                    ) : (
                      <Cell field={field} value={record[path] ?? null} />
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

// A new record below this one shares its links: an opportunity's contact list starts with the same customer.
function inherited(parent: ObjectMeta, record: WireRecord, child: ObjectMeta) {
  const shared = parent.fields.filter(
    (field) => field.target !== undefined && !['owner', 'department', 'created_by', 'updated_by'].includes(field.key),
  )
  return Object.fromEntries(
    shared.flatMap((field) => {
      const same = fieldOf(child, field.key)
      const value = record[field.key]
      return same !== undefined && same.target === field.target && !same.read_only && value !== undefined && value !== null
        ? [[field.key, value] as const]
        : []
    }),
  )
}
