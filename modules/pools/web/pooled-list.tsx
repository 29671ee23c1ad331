import { Failure, useOverlay } from '@perigon/record-ui'
import { EmptyState, Skeleton, textOf, useLineKeys, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { type Dispatch, type SetStateAction, useRef, useState } from 'react'
import { AssignDialog } from './assign-dialog.tsx'
import { type Pool, type Pooled, usePooled } from './pool.queries.ts'
import { poolPhrases } from './pool-phrases.ts'
import { PooledLine } from './pooled-line.tsx'

/** What lies in a pool: arrows (J, K) move, C claims; a claimed customer stays in its place with the way to it. */
export function PooledList({ pool, q }: { readonly pool: Pool; readonly q: string }) {
  const t = usePhrases(poolPhrases)
  const show = useOverlay()
  const pages = usePooled(pool.id, q)
  const [claimed, setClaimed] = useState<readonly Pooled[]>([])
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const rows = withClaimed(
    (pages.data?.pages ?? []).flatMap((page) => page.data),
    claimed,
  )
  const chosen = rows.filter((row) => picked.has(row.id) && !claimed.some((each) => each.id === row.id)).map((row) => row.id)
  if (pages.error !== null) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (pages.data === undefined) return <Skeleton shape="lines" rows={8} />
  if (rows.length === 0)
    return q === '' ? (
      <EmptyState kind="first" title={t('empty')} hint={t('empty_hint')} />
    ) : (
      <EmptyState kind="result" title={t('no_match')} hint={t('no_match_hint')} />
    )
  return (
    <>
      {pool.manages && (
        <div>
          <Button
            disabled={chosen.length === 0}
            onClick={() =>
              show((close) => <AssignDialog pool={pool.id} customers={chosen} onClose={close} onDone={() => setPicked(new Set())} />)
            }
          >
            {t('assign', { n: chosen.length })}
          </Button>
        </div>
      )}
      <Rows pool={pool} rows={rows} marks={{ claimed, setClaimed, picked, setPicked }} />
      {pages.hasNextPage && (
        <div>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  )
}

type Marks = {
  readonly claimed: readonly Pooled[]
  readonly setClaimed: Dispatch<SetStateAction<readonly Pooled[]>>
  readonly picked: ReadonlySet<string>
  readonly setPicked: Dispatch<SetStateAction<ReadonlySet<string>>>
}

function Rows({ pool, rows, marks }: { readonly pool: Pool; readonly rows: readonly Pooled[]; readonly marks: Marks }) {
  const t = usePhrases(poolPhrases)
  const list = useRef<HTMLDivElement>(null)
  const keys = useLineKeys(list)
  const { claimed, setClaimed, picked, setPicked } = marks
  return (
    <div ref={list} role="grid" className="pg-pooled" aria-label={t('list')} tabIndex={-1} {...keys}>
      {rows.map((row, index) => (
        <PooledLine
          key={row.id}
          pool={pool.id}
          row={row}
          isFirst={index === 0}
          isClaimed={claimed.some((each) => each.id === row.id)}
          isPicked={pool.manages ? picked.has(row.id) : null}
          onPick={() => setPicked((old) => turned(old, row.id))}
          onClaimed={(is) => setClaimed((old) => (is ? [...old, row] : old.filter((each) => each.id !== row.id)))}
        />
      ))}
    </div>
  )
}

/** The rows with those just claimed in their old places, so that nothing jumps under the pointer. */
function withClaimed(rows: readonly Pooled[], claimed: readonly Pooled[]): readonly Pooled[] {
  const gone = claimed.filter((each) => !rows.some((row) => row.id === each.id))
  return [...rows, ...gone].toSorted((a, b) => textOf(b['pooled_at']).localeCompare(textOf(a['pooled_at'])) || b.id.localeCompare(a.id))
}

function turned(old: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return old.has(id) ? new Set([...old].filter((each) => each !== id)) : new Set([...old, id])
}
