import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { EmptyState, fieldUi, general, Skeleton, textOf, toast, useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { fieldOf, titleOf } from '../core/meta-index.ts'
import { records } from '../core/records.ts'
import { listPhrases, recordPhrases } from '../phrases/record-phrases.ts'
import { usePages, useRefresh } from './data/queries.ts'
import { Failure, failureText } from './frame/failure.tsx'
import { GoLink } from './frame/go-link.tsx'
import { useRecordUi } from './frame/record-ui-context.tsx'
import { useTitle } from './frame/use-title.ts'

/** Deleted records of an object, to bring back. */
export function TrashScreen({ object }: { readonly object: ObjectMeta }) {
  const { api } = useRecordUi()
  const t = usePhrases(listPhrases)
  const r = usePhrases(recordPhrases)
  const label = useLabel()
  const refresh = useRefresh()
  const pages = usePages(object, { trash: 'only', limit: 50 })
  const title = t('trash_of', { name: label(object.label.many) })
  useTitle(title)
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.data)
  const restore = async (id: string) => {
    try {
      const record = await records.restore(api, object, id)
      refresh(object)
      toast({
        text: t('restored', { name: titleOf(object, record) }),
        undo: () => records.remove(api, object, id).then(() => refresh(object)),
      })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  return (
    <div className="pg-page">
      <nav aria-label={r('breadcrumb')}>
        <GoLink href={`/${object.path}`}>{label(object.label.many)}</GoLink>
      </nav>
      <h1>{title}</h1>
      <p className="pg-muted">{t('trash_hint')}</p>
      {pages.error !== null ? (
        <Failure error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.data === undefined ? (
        <Skeleton shape="list" />
      ) : rows.length === 0 ? (
        <EmptyState kind="first" title={t('trash_empty')} />
      ) : (
        <ul className="pg-card pg-trash">
          {rows.map((record) => (
            <TrashRow key={record.id} object={object} record={record} onRestore={() => restore(record.id)} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{t('load_more')}</Button>}
    </div>
  )
}

function TrashRow({
  object,
  record,
  onRestore,
}: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly onRestore: () => void
}) {
  const words = usePhrases(general)
  const columns = object.list.filter((path) => path !== object.title && !path.includes('.')).flatMap((path) => fieldOf(object, path) ?? [])
  return (
    <li>
      <b>{titleOf(object, record) || words('untitled')}</b>
      {columns.slice(0, 3).map((field) => {
        const { Cell } = fieldUi(field)
        return <Cell key={field.key} field={field} value={record[field.key] ?? null} />
      })}
      <span className="pg-grow" />
      <span className="pg-muted">{textOf(record['updated_at']).slice(0, 10)}</span>
      <Button size="small" onClick={onRestore}>
        {words('restore')}
      </Button>
    </li>
  )
}
