import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type Token = {
  readonly id: string
  readonly name: string
  readonly hint: string | null
  readonly reading_only: boolean
  readonly objects: readonly string[] | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly last_used_at: string | null
}
export type NewToken = {
  readonly name: string
  readonly reading_only: boolean
  readonly objects: readonly string[]
  /** Null: it does not end. */
  readonly days: number | null
}

const TOKENS = ['account', 'tokens']

/** One's API tokens, and making and revoking one. */
export function useTokens() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: TOKENS })
  const list = useQuery({
    queryKey: TOKENS,
    queryFn: () => api.call<{ readonly data: readonly Token[] }>('GET', '/api/v1/account/tokens'),
  })
  const create = useMutation({
    mutationFn: (body: NewToken) => api.call<{ readonly token: string }>('POST', '/api/v1/account/tokens', { body }),
    onSuccess: refresh,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => api.call<undefined>('DELETE', `/api/v1/account/tokens/${id}`),
    onSettled: refresh,
  })
  return { list, create, revoke }
}
