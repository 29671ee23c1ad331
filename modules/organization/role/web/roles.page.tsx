import { fill } from '@perigon/contracts'
import { Failure, failureText, GoLink, useTitle } from '@perigon/record-ui'
import { Skeleton, toast, usePhrases } from '@perigon/ui'
import { Button, Select } from 'antd'
import { useState } from 'react'
import '../../sign-in/web/account.css'
import { RoleEditor } from './role-editor.tsx'
import { useRoleDescription, useRoleName } from './role-name.ts'
import './roles.css'
import { type Rights, rightsOf, type Role, useHolders, useRoles } from './roles.queries.ts'
import { rolesPhrases } from './roles-phrases.ts'

/** A matrix of objects and operations for each role; a draft can be previewed before it is saved, and set beside another role. */
export function RolesPage() {
  const t = usePhrases(rolesPhrases)
  useTitle(t('title'))
  const { roles } = useRoles()
  const [chosen, setChosen] = useState<string | null>(null)
  const [compared, setCompared] = useState<string | null>(null)
  const all = roles.data?.data ?? []
  const role =
    all.find((each) => each.id === chosen) ??
    all.find((each) => each.key === 'sales_rep') ??
    all.find((each) => each.key !== 'administrator')
  const describe = useRoleDescription()
  const other = all.find((each) => each.id === compared && each.id !== role?.id) ?? null
  return (
    <div className="pg-page pg-stack">
      <h1>{t('title')}</h1>
      <p className="pg-muted">{t('hint')}</p>
      {roles.error !== null && <Failure error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data === undefined && roles.error === null && <Skeleton shape="lines" rows={8} />}
      {role !== undefined && (
        <>
          <Choice all={all} role={role} other={other} onRole={setChosen} onOther={setCompared} />
          {describe(role) !== '' && <p className="pg-muted">{describe(role)}</p>}
          <RoleEditor key={`${role.id}-${role.version}`} role={role} other={other} />
        </>
      )}
    </div>
  )
}

function Choice(props: {
  readonly all: readonly Role[]
  readonly role: Role
  readonly other: Role | null
  readonly onRole: (id: string) => void
  readonly onOther: (id: string | null) => void
}) {
  const t = usePhrases(rolesPhrases)
  const nameOf = useRoleName()
  const { all, role, other } = props
  const holders = useHolders(role.key)
  const make = useMaking(all, props.onRole)
  const options = all.map((each) => ({ value: each.id, label: nameOf(each) }))
  return (
    <div className="pg-role__choice">
      <label>
        <span className="pg-muted">{t('role')}</span>
        <Select aria-label={t('role')} value={role.id} onChange={props.onRole} options={options} popupMatchSelectWidth={false} />
      </label>
      <label>
        <span className="pg-muted">{t('compare')}</span>
        <Select<string>
          aria-label={t('compare')}
          value={other?.id ?? ''}
          onChange={(id) => props.onOther(id === '' ? null : id)}
          options={[{ value: '', label: t('compare_none') }, ...options.filter((each) => each.value !== role.id)]}
          popupMatchSelectWidth={false}
        />
      </label>
      <span className="pg-muted">{holders.data === undefined ? '' : t('users_of', { n: holders.data.count })}</span>
      <div className="pg-grow">
        <GoLink href={`/roles/${role.id}`}>{t('edit_name')}</GoLink>
      </div>
      <Button onClick={() => void make(role)}>{t('copy')}</Button>
      <Button onClick={() => void make(null)}>{t('new_role')}</Button>
    </div>
  )
}

// Both names are kept with the role, whatever language it is made in.
const { new_name: NEW, copy_of: COPY } = rolesPhrases.entries
const NOTHING: Rights = { grants: {}, field_rights: {}, unmask: false }

/** A new role: a copy of one, or with no rights yet. It is shown at once and can be undone. */
function useMaking(all: readonly Role[], onRole: (id: string) => void): (from: Role | null) => Promise<void> {
  const t = usePhrases(rolesPhrases)
  const nameOf = useRoleName()
  const { create, remove } = useRoles()
  return async (from) => {
    const names =
      from === null
        ? { name: NEW.zh, name_en: NEW.en }
        : { name: fill(COPY.zh, { name: from.name }), name_en: fill(COPY.en, { name: from.name_en ?? from.name }) }
    try {
      const made = await create.mutateAsync({
        ...(from === null ? NOTHING : rightsOf(from)),
        ...names,
        key: freeKey(all, from?.key ?? 'role'),
      })
      onRole(made.id)
      toast({ text: t('copied', { name: nameOf(names) }), undo: () => remove.mutateAsync(made.id) })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}

function freeKey(all: readonly Role[], from: string): string {
  const taken = new Set(all.map((each) => each.key))
  for (let n = 2; ; n += 1) if (!taken.has(`${from}_${n}`)) return `${from}_${n}`
}
