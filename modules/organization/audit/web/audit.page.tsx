import type { Json } from '@perigon/contracts'
import { Failure, GoLink, useRecordUi, useTitle } from '@perigon/record-ui'
import { definePhrases, EmptyState, Skeleton, useLabel, usePhrases } from '@perigon/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import '../../sign-in/web/account.css'

const auditPhrases = definePhrases('audit', {
  title: { zh: '审计日志', en: 'Audit log' },
  all: { zh: '全部操作', en: 'Everything' },
  at: { zh: '时间', en: 'When' },
  who: { zh: '操作人', en: 'Who' },
  what: { zh: '操作', en: 'What' },
  about: { zh: '对象', en: 'About' },
  detail: { zh: '内容', en: 'Detail' },
  more: { zh: '加载更多', en: 'Load more' },
  none: { zh: '没有符合条件的记录', en: 'Nothing matches' },
  create: { zh: '新建', en: 'Created' },
  update: { zh: '修改', en: 'Changed' },
  delete: { zh: '删除', en: 'Deleted' },
  restore: { zh: '恢复', en: 'Restored' },
  sign_in: { zh: '登录', en: 'Signed in' },
  sign_in_failed: { zh: '登录失败', en: 'Sign-in failed' },
  sign_out: { zh: '退出', en: 'Signed out' },
  password: { zh: '密码', en: 'Password' },
  token: { zh: 'API 令牌', en: 'API token' },
  export: { zh: '导出', en: 'Export' },
  unmask: { zh: '查看脱敏内容', en: 'Unmasked' },
  duplicate_check: { zh: '查重', en: 'Duplicate check' },
  erase: { zh: '删除个人信息', en: 'Erased' },
  archive: { zh: '日志归档', en: 'Put away' },
})

const OPS = [
  'create',
  'update',
  'delete',
  'restore',
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'password',
  'token',
  'export',
  'unmask',
  'duplicate_check',
  'erase',
  'archive',
] as const
type Op = (typeof OPS)[number]
type Entry = {
  readonly id: string
  readonly at: string
  readonly op: Op
  readonly object: string
  readonly record: string | null
  readonly actor_name: string
  readonly changes: { readonly [key: string]: Json }
}
type Page = { readonly data: readonly Entry[]; readonly next: string | null }

/** Who did what, newest first; for administrators. */
export function AuditPage() {
  const t = usePhrases(auditPhrases)
  const { api } = useRecordUi()
  const [op, setOp] = useState<Op | ''>('')
  useTitle(t('title'))
  const log = useInfiniteQuery({
    queryKey: ['audit', op],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      api.call<Page>(
        'GET',
        `/api/v1/audit?${new URLSearchParams({ ...(op === '' ? {} : { op }), ...(pageParam === '' ? {} : { cursor: pageParam }) }).toString()}`,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const entries = (log.data?.pages ?? []).flatMap((page) => page.data)
  return (
    <div className="pg-page pg-stack">
      <h1>{t('title')}</h1>
      <div>
        <Select<Op | ''>
          aria-label={t('what')}
          value={op}
          onChange={setOp}
          options={[{ value: '', label: t('all') }, ...OPS.map((each) => ({ value: each, label: t(each) }))]}
          popupMatchSelectWidth={false}
        />
      </div>
      {log.error !== null && <Failure error={log.error} onRetry={() => void log.refetch()} />}
      {log.data === undefined && log.error === null && <Skeleton shape="lines" rows={8} />}
      {log.data !== undefined && entries.length === 0 && <EmptyState kind="result" title={t('none')} />}
      {entries.length > 0 && <Entries entries={entries} />}
      {log.hasNextPage && (
        <div>
          <Button onClick={() => void log.fetchNextPage()} loading={log.isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const t = usePhrases(auditPhrases)
  return (
    <section className="pg-card">
      <div className="pg-table-wrap">
        <table className="pg-table">
          <thead>
            <tr>
              {[t('at'), t('who'), t('what'), t('about'), t('detail')].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td className="pg-trust__nowrap">{new Date(entry.at).toLocaleString('sv-SE').slice(0, 16)}</td>
                <td>{entry.actor_name}</td>
                <td>{t(entry.op)}</td>
                <td>
                  <About entry={entry} />
                </td>
                <td className="pg-muted">{detailOf(entry)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function About({ entry }: { readonly entry: Entry }) {
  const label = useLabel()
  const object = useRecordUi().meta.object(entry.object)
  if (object === undefined) return <>{entry.object}</>
  const name = label(object.label.one)
  return entry.record === null ? <>{name}</> : <GoLink href={`/${object.path}/${entry.record}`}>{name}</GoLink>
}

/** The keys of what changed, or the circumstances, in one line. */
function detailOf(entry: Entry): string {
  const isChange = entry.op === 'create' || entry.op === 'update'
  const parts = Object.entries(entry.changes).map(([key, value]) =>
    isChange ? key : `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return parts.join(isChange ? ', ' : ' · ').slice(0, 160)
}
