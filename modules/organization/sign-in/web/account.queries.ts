import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

type Session = {
  readonly id: string
  readonly seen_at: string
  readonly peer: string | null
  readonly agent: string | null
  readonly current: boolean
}

const SESSIONS = ['account', 'sessions']
const FACTOR = ['account', 'second-factor']

/** Where one is signed in, and ending one of them. */
export function useSessions() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: () => api.call<{ readonly data: readonly Session[] }>('GET', '/api/v1/account/sessions'),
  })
  const end = useMutation({
    mutationFn: (id: string) => api.call<undefined>('DELETE', `/api/v1/account/sessions/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  })
  const endOthers = useMutation({
    mutationFn: () => api.call<undefined>('POST', '/api/v1/account/sessions/end-others', { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  })
  return { sessions, end, endOthers }
}

/** Who vouches for this person: those of a directory or a provider have no password and no passkeys here. */
export function useAuth(): 'password' | 'ldap' | 'sso' | undefined {
  const { api } = useRecordUi()
  const account = useQuery({
    queryKey: ['account', 'auth'],
    queryFn: () => api.call<{ readonly auth: 'password' | 'ldap' | 'sso' }>('GET', '/api/v1/account'),
    staleTime: 300_000,
  })
  return account.data?.auth
}

/** Changes the password. */
export function usePasswordChange() {
  const { api } = useRecordUi()
  return useMutation({
    mutationFn: (body: { readonly present: string; readonly password: string }) =>
      api.call<undefined>('POST', '/api/v1/account/password', { body, isSignIn: true }),
  })
}

/** Whether the second factor is on, and the three steps around it. */
export function useSecondFactor() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const state = useQuery({ queryKey: FACTOR, queryFn: () => api.call<{ readonly on: boolean }>('GET', '/api/v1/account/second-factor') })
  const refresh = () => client.invalidateQueries({ queryKey: FACTOR })
  const begin = useMutation({
    mutationFn: () => api.call<{ readonly secret: string; readonly uri: string }>('POST', '/api/v1/account/second-factor', { body: {} }),
  })
  const confirm = useMutation({
    mutationFn: (code: string) =>
      api.call<{ readonly recovery_codes: readonly string[] }>('POST', '/api/v1/account/second-factor/confirm', {
        body: { code },
        isSignIn: true,
      }),
    onSuccess: refresh,
  })
  const remove = useMutation({
    mutationFn: (code: string) => api.call<undefined>('POST', '/api/v1/account/second-factor/remove', { body: { code }, isSignIn: true }),
    onSuccess: refresh,
  })
  return { state, begin, confirm, remove }
}
