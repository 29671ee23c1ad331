import { useQuery } from '@tanstack/react-query'
import { api } from '../connection.ts'

type WaysIn = { readonly reset: boolean; readonly passkeys: string | null; readonly sso: string | null }

/** What this installation offers to get in by. */
export function useWaysIn() {
  return useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => api.call<WaysIn>('GET', '/api/v1/sign-in-ways'),
    staleTime: 300_000,
  })
}
