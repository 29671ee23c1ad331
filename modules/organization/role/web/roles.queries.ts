import type { WireRecord } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export const OPERATIONS = ['read', 'create', 'update', 'delete', 'import', 'export', 'approve', 'share'] as const
export type Operation = (typeof OPERATIONS)[number]
export const SCOPES = ['none', 'own', 'team', 'dept', 'dept_tree', 'branch', 'all'] as const
export type Scope = (typeof SCOPES)[number]
/** Object → operation → scope, as the role keeps it. */
export type Grants = { readonly [object: string]: { readonly [operation: string]: Scope | readonly Scope[] } }
export const FIELD_RIGHTS = ['readonly', 'masked', 'hidden'] as const
/** `read` in the role; called read only where people choose it. */
export type FieldWord = 'read' | 'masked' | 'hidden'
export type FieldRights = { readonly [object: string]: { readonly [field: string]: FieldWord } }
/** What the editor changes of a role. */
export type Rights = { readonly grants: Grants; readonly field_rights: FieldRights; readonly unmask: boolean }
export type Role = WireRecord & {
  readonly name: string
  readonly name_en: string | null
  readonly key: string
  readonly description: string | null
  readonly description_en: string | null
  readonly grants: Grants
  readonly field_rights: FieldRights | null
  readonly unmask: boolean | null
}
export type Effect = { readonly name: string; readonly object: string; readonly before: number; readonly after: number }

const ROLES = ['trust', 'roles']
const FIELDS = 'name,name_en,key,description,description_en,grants,field_rights,unmask'

/** What a role says, with nothing missing. */
export function rightsOf(role: Role): Rights {
  return { grants: role.grants, field_rights: role.field_rights ?? {}, unmask: role.unmask === true }
}

/** All roles, and making, changing or previewing one. */
export function useRoles() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: ROLES })
  const roles = useQuery({
    queryKey: ROLES,
    queryFn: () => api.call<{ readonly data: readonly Role[] }>('GET', `/api/v1/roles?sort=name&limit=200&fields=${FIELDS}`),
  })
  const save = useMutation({
    mutationFn: ({ role, rights }: { readonly role: Role; readonly rights: Rights }) =>
      api.call<Role>('PATCH', `/api/v1/roles/${role.id}`, { body: rights, version: role.version }),
    onSettled,
  })
  const undo = useMutation({
    mutationFn: (role: Role) => api.call<Role>('POST', `/api/v1/roles/${role.id}/undo`, { body: {}, version: role.version }),
    onSettled,
  })
  const create = useMutation({
    mutationFn: (role: Rights & { readonly name: string; readonly name_en: string; readonly key: string }) =>
      api.call<Role>('POST', '/api/v1/roles', { body: role }),
    onSettled,
  })
  const remove = useMutation({ mutationFn: (id: string) => api.call<void>('DELETE', `/api/v1/roles/${id}`), onSettled })
  const preview = useMutation({
    mutationFn: ({ role, grants }: { readonly role: Role; readonly grants: Grants }) =>
      api.call<{ readonly effects: readonly Effect[] }>('POST', `/api/v1/roles/${role.id}/preview`, { body: { grants } }),
  })
  return { roles, save, undo, create, remove, preview }
}

/** How many logins have a role. */
export function useHolders(key: string) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: [...ROLES, 'holders', key],
    queryFn: () =>
      api.call<{ readonly count: number }>('POST', '/api/v1/users/query', {
        body: { filter: { field: 'roles', op: 'has_any', value: [key] }, fields: [], limit: 1, count: true },
      }),
  })
}
