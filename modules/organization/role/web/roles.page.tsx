import { Failure, useRecordUi, useTitle } from '@perigon/record-ui'
import { general, Skeleton, useLabel, usePhrases } from '@perigon/ui'
import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import '../../sign-in/web/account.css'
import { type Effect, type Grants, OPERATIONS, type Operation, type Role, type Scope, SCOPES, useRoles } from './roles.queries.ts'
import { rolesPhrases } from './roles-phrases.ts'

/** A matrix of objects and operations for each role; a draft can be previewed before it is saved. */
export function RolesPage() {
  const t = usePhrases(rolesPhrases)
  useTitle(t('title'))
  const { roles } = useRoles()
  const [chosen, setChosen] = useState<string | null>(null)
  const all = roles.data?.data ?? []
  const role = all.find((each) => each.id === chosen) ?? all.find((each) => each.key !== 'administrator')
  return (
    <div className="pg-page pg-stack">
      <h1>{t('title')}</h1>
      <p className="pg-muted">{t('hint')}</p>
      {roles.error !== null && <Failure error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data === undefined && roles.error === null && <Skeleton shape="lines" rows={8} />}
      {role !== undefined && (
        <>
          <div>
            <Select
              aria-label={t('role')}
              value={role.id}
              onChange={setChosen}
              options={all.map((each) => ({ value: each.id, label: each.name }))}
              popupMatchSelectWidth={false}
            />
          </div>
          <RoleEditor key={`${role.id}-${role.version}`} role={role} />
        </>
      )}
    </div>
  )
}

function RoleEditor({ role }: { readonly role: Role }) {
  const t = usePhrases(rolesPhrases)
  const words = usePhrases(general)
  const { save, preview } = useRoles()
  const [grants, setGrants] = useState<Grants>(role.grants)
  const isChanged = JSON.stringify(grants) !== JSON.stringify(role.grants)
  if (role.key === 'administrator') return <Alert type="info" showIcon title={t('administrator')} />
  return (
    <section className="pg-card pg-stack pg-trust__matrix" aria-label={role.name}>
      <Matrix grants={grants} onGrants={setGrants} />
      {save.error !== null && <Failure error={save.error} onRetry={() => save.mutate({ role, grants })} />}
      {preview.data !== undefined && <Effects effects={preview.data.effects} />}
      <div className="pg-actions">
        <span className="pg-grow pg-muted">{isChanged ? t('changed') : ''}</span>
        <Button disabled={!isChanged} loading={preview.isPending} onClick={() => preview.mutate({ role, grants })}>
          {t('preview')}
        </Button>
        <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate({ role, grants })}>
          {words('save')}
        </Button>
      </div>
    </section>
  )
}

type MatrixProps = { readonly grants: Grants; readonly onGrants: (grants: Grants) => void }

function Matrix({ grants, onGrants }: MatrixProps) {
  const t = usePhrases(rolesPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  // Objects with an owner are those that scopes are about.
  const objects = meta.objects.filter(
    (object) =>
      object.fields.some((field) => field.key === 'department' && field.read_only) && object.fields.some((field) => field.key === 'owner'),
  )
  const change = (object: string, operation: Operation, scope: Scope): void =>
    onGrants({ ...grants, [object]: { ...grants[object], [operation]: scope } })
  return (
    <div className="pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            <th scope="col">{t('object')}</th>
            {OPERATIONS.map((operation) => (
              <th key={operation} scope="col">
                {t(operation)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <tr key={object.key}>
              <th scope="row">{label(object.label.one)}</th>
              {OPERATIONS.map((operation) => (
                <td key={operation}>
                  <ScopeSelect
                    name={`${label(object.label.one)} ${t(operation)}`}
                    scope={grants[object.key]?.[operation] ?? grants['*']?.[operation] ?? 'none'}
                    onScope={(scope) => change(object.key, operation, scope)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ScopeSelect({ name, scope, onScope }: { readonly name: string; readonly scope: Scope; readonly onScope: (scope: Scope) => void }) {
  const t = usePhrases(rolesPhrases)
  return (
    <Select<Scope>
      aria-label={name}
      size="small"
      variant={scope === 'none' ? 'borderless' : 'filled'}
      value={scope}
      onChange={onScope}
      popupMatchSelectWidth={false}
      options={SCOPES.map((each) => ({ value: each, label: t(each) }))}
    />
  )
}

function Effects({ effects }: { readonly effects: readonly Effect[] }) {
  const t = usePhrases(rolesPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  if (effects.length === 0) return <Alert type="info" showIcon title={t('preview_none')} role="status" />
  const lines = effects.map((effect) => {
    const object = meta.object(effect.object)
    return t('effect', {
      name: effect.name,
      object: object === undefined ? effect.object : label(object.label.many),
      before: effect.before,
      after: effect.after,
    })
  })
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('preview')}
      description={
        <ul className="pg-trust__list">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      }
    />
  )
}
