import type { AuditEntry, AuditKind } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useInfiniteQuery } from '@tanstack/react-query'

/** What the page asks for; days are those of the company's zone. */
export type AuditFilter = {
  readonly kind: AuditKind | ''
  readonly q: string
  readonly actor: { readonly id: string; readonly title: string } | null
  readonly from: string | null
  readonly to: string | null
}

type Page = {
  readonly data: readonly AuditEntry[]
  readonly next: string | null
  /** Down to when words were looked for; null where nothing older is left. */
  readonly searched_to: string | null
}

/** The filter as parameters of the log's address. */
export function auditParameters({ kind, q, actor, from, to }: AuditFilter): URLSearchParams {
  const wanted = { kind, q: q.trim(), actor: actor?.id ?? '', from: from ?? '', to: to ?? '' }
  return new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''))
}

/** The log, newest first, page after page. */
export function useAudit(filter: AuditFilter) {
  const { api } = useRecordUi()
  const asked = auditParameters(filter).toString()
  return useInfiniteQuery({
    queryKey: ['audit', asked],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const parameters = new URLSearchParams(asked)
      if (pageParam !== '') parameters.set('cursor', pageParam)
      return api.call<Page>('GET', `/api/v1/audit?${parameters.toString()}`)
    },
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
