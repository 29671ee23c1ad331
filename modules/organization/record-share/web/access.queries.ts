import type { Label, ObjectMeta } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

type Kind = 'administrator' | 'everyone' | 'all' | 'own' | 'stands_in' | 'team' | 'department' | 'share' | 'parent'
export type ScopeWord = 'none' | 'own' | 'team' | 'dept' | 'dept_tree' | 'branch' | 'all'

export type Reason = {
  readonly kind: Kind
  readonly via: string | null
  readonly roles: readonly Label[]
  readonly scope: ScopeWord | null
  readonly place: {
    readonly kind: 'main' | 'further' | 'manager' | 'branch'
    readonly title: string | null
    readonly name: string | null
  } | null
  readonly by: string | null
  readonly since: string | null
  readonly until: string | null
  readonly writes: boolean | null
}

export type Access = {
  readonly reasons: readonly Reason[]
  readonly private: boolean
  /** The reader belongs to a partner; who else sees the record is not told to them. */
  readonly outside: boolean
  readonly can: { readonly update: boolean; readonly delete: boolean; readonly share: boolean }
}

export type Onlooker = { readonly user: string; readonly name: string; readonly reason: { readonly kind: Kind }; readonly writes: boolean }
type People = { readonly data: readonly Onlooker[]; readonly asked: number; readonly more: boolean }

type Named = { readonly id: string; readonly title: string | null } | null
export const GRANTEES = ['employee', 'team', 'with_department', 'branch', 'partner'] as const
export type Grantee = (typeof GRANTEES)[number]
export type Share = {
  readonly id: string
  readonly access: 'read' | 'write'
  /** Their part in the team of the record: a key of the options of `record_share.part`. */
  readonly part: string | null
  readonly until: string | null
  readonly created_by: Named
} & { readonly [grantee in Grantee]: Named }

export type NewShare = Pick<Share, 'access' | 'part' | 'until'> & { readonly kind: Grantee; readonly whom: string }

/** Why the reader sees a record, who else does, whom it is shared with; and sharing. */
export function useAccess(object: ObjectMeta, id: string) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const base = `/api/v1/${object.path}/${id}`
  const key = ['access', object.key, id]
  const access = useQuery({ queryKey: [...key, 'mine'], queryFn: () => api.call<Access>('GET', `${base}/access`) })
  const isInside = access.data?.outside === false
  const people = useQuery({
    queryKey: [...key, 'people'],
    queryFn: () => api.call<People>('GET', `${base}/access/people`),
    enabled: isInside,
  })
  const shares = useQuery({
    queryKey: [...key, 'shares'],
    queryFn: () => api.call<{ readonly data: readonly Share[] }>('GET', `${base}/shares`),
    enabled: isInside,
  })
  const onSettled = () => client.invalidateQueries({ queryKey: key })
  const share = useMutation({
    mutationFn: ({ kind, whom, ...terms }: NewShare) =>
      api.call<{ readonly id: string }>('POST', `${base}/shares`, { body: { [kind]: whom, ...terms } }),
    onSettled,
  })
  const end = useMutation({ mutationFn: (share_: string) => api.call<void>('DELETE', `${base}/shares/${share_}`), onSettled })
  const restore = useMutation({
    mutationFn: (share_: string) => api.call<void>('POST', `${base}/shares/${share_}/restore`, { body: {} }),
    onSettled,
  })
  return { access, people, shares, share, end, restore }
}
