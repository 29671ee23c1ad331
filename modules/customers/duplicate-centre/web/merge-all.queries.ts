import type { Json } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

type Titled = { readonly id: string; readonly title: string }

export type MergeSample = {
  readonly group: string
  readonly score: number
  readonly survivor: Titled
  readonly others: readonly Titled[]
  readonly by: 'filled' | 'oldest' | 'id'
  readonly filled: number
  readonly of: number
  readonly lost: readonly { readonly field: string; readonly kept: Json; readonly lost: readonly Json[] }[]
}

export type MergePreview = {
  readonly groups: number
  readonly records: number
  readonly merging: { readonly groups: number; readonly records: number }
  readonly looked: number
  readonly left: readonly { readonly fields: readonly string[]; readonly groups: number; readonly examples: readonly Titled[] }[]
  readonly lost: readonly { readonly field: string; readonly groups: number }[]
  readonly samples: readonly MergeSample[]
}

type Asked = { readonly object: string; readonly least: number; readonly field: string | null }

/** What merging all groups from a certainty on would do. */
export function useMergePreview(asked: Asked) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['records', 'merge preview', asked],
    queryFn: () => api.call<MergePreview>('POST', '/api/v1/duplicates/merge/preview', { body: asked }),
    placeholderData: keepPreviousData,
  })
}

/** Begins it; answers the bulk operation. */
export function useMergeAll() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: Asked) => api.call<{ readonly id: string }>('POST', '/api/v1/duplicates/merge', { body: asked }),
    onSettled: () => client.invalidateQueries({ queryKey: ['records'] }),
  })
}
