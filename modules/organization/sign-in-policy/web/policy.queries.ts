import type { WireRecord } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type Policy = {
  readonly idle_minutes: number
  readonly session_hours: number
  readonly former_passwords: number
  readonly networks: readonly string[]
  readonly push: boolean
}
export type PolicyRole = WireRecord & {
  readonly name: string
  readonly name_en: string | null
  readonly second_factor: boolean | null
  readonly networks: readonly string[] | null
}
export type MailRow = {
  readonly id: string
  readonly kind: string
  readonly recipient: string | null
  readonly state: 'queued' | 'sent' | 'nobody' | 'failed'
  readonly attempts: number
  readonly error: string | null
  readonly created_at: string
}

const POLICY = ['sign-in-policy']
const ROLES = ['sign-in-policy', 'roles']

/** The policy of the installation, and changing it. */
export function usePolicy() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const policy = useQuery({
    queryKey: POLICY,
    queryFn: () => api.call<Policy & { readonly peer: string }>('GET', '/api/v1/sign-in-policy'),
  })
  const save = useMutation({
    mutationFn: (next: Policy) => api.call<Policy & { readonly peer: string }>('POST', '/api/v1/sign-in-policy', { body: next }),
    onSuccess: (saved) => client.setQueryData(POLICY, saved),
  })
  return { policy, save }
}

/** What each role asks of those who sign in with it. */
export function usePolicyRoles() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const roles = useQuery({
    queryKey: ROLES,
    queryFn: () =>
      api.call<{ readonly data: readonly PolicyRole[] }>(
        'GET',
        '/api/v1/roles?sort=name&limit=200&fields=name,name_en,second_factor,networks',
      ),
  })
  const save = useMutation({
    mutationFn: ({ role, patch }: { readonly role: PolicyRole; readonly patch: Partial<Pick<PolicyRole, 'second_factor' | 'networks'>> }) =>
      api.call<PolicyRole>('PATCH', `/api/v1/roles/${role.id}`, { body: patch, version: role.version }),
    onSettled: () => client.invalidateQueries({ queryKey: ROLES }),
  })
  return { roles, save }
}

/** The last mails and what became of them. */
export function useMailLedger() {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['mail'],
    queryFn: () => api.call<{ readonly on: boolean; readonly data: readonly MailRow[] }>('GET', '/api/v1/mail'),
  })
}

export type PushRow = {
  readonly id: string
  readonly kind: string
  readonly service: string | null
  readonly state: 'queued' | 'sent' | 'nobody' | 'gone' | 'failed'
  readonly attempts: number
  readonly error: string | null
  readonly created_at: string
}

/** The last messages and what became of them; for administrators. */
export function usePushLedger() {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['push'],
    queryFn: () => api.call<{ readonly on: boolean; readonly data: readonly PushRow[] }>('GET', '/api/v1/push'),
  })
}
