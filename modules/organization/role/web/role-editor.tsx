import { Failure, failureText } from '@perigon/record-ui'
import { general, toast, usePhrases } from '@perigon/ui'
import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { FieldRightsEditor } from './field-rights-editor.tsx'
import { differentCells, differentFields, sameRights } from './role-difference.ts'
import { RoleEffects } from './role-effects.tsx'
import { RoleMatrix, useOwnedObjects } from './role-matrix.tsx'
import { useRoleName } from './role-name.ts'
import { type Rights, rightsOf, type Role, useRoles } from './roles.queries.ts'
import { rolesPhrases } from './roles-phrases.ts'

type EditorProps = { readonly role: Role; readonly other: Role | null }

/** The rights of a role as a draft: matrix, fields, what it would mean, saving with the way back. */
export function RoleEditor({ role, other }: EditorProps) {
  const t = usePhrases(rolesPhrases)
  const nameOf = useRoleName()
  const objects = useOwnedObjects()
  const [rights, setRights] = useState<Rights>(rightsOf(role))
  const [only, setOnly] = useState(false)
  const isChanged = !sameRights(rights, rightsOf(role))
  if (role.key === 'administrator') return <Alert type="info" showIcon title={t('administrator')} />
  const cells =
    other === null
      ? new Set<string>()
      : differentCells(
          rights.grants,
          other.grants,
          objects.map((object) => object.key),
        )
  const fields = other === null ? new Set<string>() : differentFields(rights.field_rights, other.field_rights ?? {})
  const shown = only && other !== null ? objects.filter((object) => [...cells].some((cell) => cell.startsWith(`${object.key}.`))) : objects
  const name = other === null ? '' : nameOf(other)
  return (
    <section className="pg-card pg-stack pg-trust__matrix pg-role" aria-label={nameOf(role)}>
      {other !== null && (
        <p className="pg-role__difference" role="status">
          <b>{cells.size + fields.size === 0 ? t('same') : t('differences', { n: cells.size + fields.size })}</b>
          <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>
            {t('only_differences')}
          </Checkbox>
        </p>
      )}
      <h2>{t('rows')}</h2>
      <RoleMatrix
        objects={shown}
        grants={rights.grants}
        other={other === null ? null : { name, grants: other.grants, different: cells }}
        onGrants={(grants) => setRights((current) => ({ ...current, grants }))}
      />
      <h2>{t('fields')}</h2>
      <FieldRightsEditor
        rights={rights}
        other={other === null ? null : { name, fields: other.field_rights ?? {}, different: fields }}
        onChange={(more) => setRights((current) => ({ ...current, ...more }))}
      />
      <Foot role={role} rights={rights} isChanged={isChanged} />
    </section>
  )
}

function Foot({ role, rights, isChanged }: { readonly role: Role; readonly rights: Rights; readonly isChanged: boolean }) {
  const t = usePhrases(rolesPhrases)
  const words = usePhrases(general)
  const nameOf = useRoleName()
  const { save, undo, preview } = useRoles()
  const send = async (): Promise<void> => {
    try {
      const saved = await save.mutateAsync({ role, rights })
      toast({
        text: t('saved', { name: nameOf(role) }),
        undo: async () => {
          await undo.mutateAsync(saved).catch((error: unknown) => toast({ text: failureText(error), tone: 'error' }))
        },
      })
    } catch {
      // Told above the buttons, with what is wrong.
    }
  }
  return (
    <>
      {save.error !== null && <Failure error={save.error} onRetry={() => void send()} />}
      {preview.error !== null && <Failure error={preview.error} onRetry={() => preview.mutate({ role, grants: rights.grants })} />}
      {preview.data !== undefined && isChanged && <RoleEffects effects={preview.data.effects} />}
      <div className="pg-actions pg-role__foot">
        <span className="pg-grow pg-muted">{isChanged ? t('changed') : ''}</span>
        <Button disabled={!isChanged} loading={preview.isPending} onClick={() => preview.mutate({ role, grants: rights.grants })}>
          {t('preview')}
        </Button>
        <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={() => void send()}>
          {words('save')}
        </Button>
      </div>
    </>
  )
}
