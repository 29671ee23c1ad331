import type { WireRecord } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export const OPERATIONS = ['read', 'create', 'update', 'delete', 'import', 'export', 'share'] as const
export type Operation = (typeof OPERATIONS)[number]
export const SCOPES = ['none', 'own', 'team', 'dept', 'dept_tree', 'branch', 'all'] as const
export type Scope = (typeof SCOPES)[number]
/** Object → operation → scope, as the role keeps it. */
export type Grants = { readonly [object: string]: { readonly [operation: string]: Scope } }
export type Role = WireRecord & { readonly name: string; readonly key: string; readonly grants: Grants }
export type Effect = { readonly name: string; readonly object: string; readonly before: number; readonly after: number }

const ROLES = ['trust', 'roles']

/** All roles, and changing or previewing one. */
export function useRoles() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const roles = useQuery({
    queryKey: ROLES,
    queryFn: () => api.call<{ readonly data: readonly Role[] }>('GET', '/api/v1/roles?sort=name&limit=200&fields=name,key,grants'),
  })
  const save = useMutation({
    mutationFn: ({ role, grants }: { readonly role: Role; readonly grants: Grants }) =>
      api.call<Role>('PATCH', `/api/v1/roles/${role.id}`, { body: { grants }, version: role.version }),
    onSettled: () => client.invalidateQueries({ queryKey: ROLES }),
  })
  const preview = useMutation({
    mutationFn: ({ role, grants }: { readonly role: Role; readonly grants: Grants }) =>
      api.call<{ readonly effects: readonly Effect[] }>('POST', `/api/v1/roles/${role.id}/preview`, { body: { grants } }),
  })
  return { roles, save, preview }
}
