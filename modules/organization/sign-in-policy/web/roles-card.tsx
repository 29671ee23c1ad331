import { Failure, failureText, problemIn } from '@perigon/record-ui'
import { Skeleton, usePhrases } from '@perigon/ui'
import { Alert, Select, Switch } from 'antd'
import { useRoleName } from '../../role/web/role-name.ts'
import { policyPhrases } from './policy-phrases.ts'
import { type PolicyRole, usePolicyRoles } from './policy.queries.ts'

/** What each role asks for beyond that; a change is saved at once. */
export function RolesCard() {
  const t = usePhrases(policyPhrases)
  const { roles, save } = usePolicyRoles()
  const problem = problemIn(save.error)
  return (
    <section className="pg-card pg-stack pg-trust pg-trust--wide" aria-label={t('roles')}>
      <h2>{t('roles')}</h2>
      <p className="pg-muted">{t('roles_hint')}</p>
      {save.error !== null && <Alert type="error" showIcon title={problem?.errors?.[0]?.message ?? failureText(save.error)} role="alert" />}
      {roles.error !== null && <Failure error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data === undefined && roles.error === null && <Skeleton shape="lines" rows={4} />}
      {roles.data !== undefined && (
        <ul className="pg-trust__list">
          {roles.data.data.map((role) => (
            <RoleRow key={role.id} role={role} isBusy={save.isPending} onChange={(patch) => save.mutate({ role, patch })} />
          ))}
        </ul>
      )}
    </section>
  )
}

type RoleRowProps = {
  readonly role: PolicyRole
  readonly isBusy: boolean
  readonly onChange: (patch: Partial<Pick<PolicyRole, 'second_factor' | 'networks'>>) => void
}

function RoleRow({ role, isBusy, onChange }: RoleRowProps) {
  const t = usePhrases(policyPhrases)
  const name = useRoleName()(role)
  return (
    <li className="pg-trust__role">
      <b>{name}</b>
      <span className="pg-actions">
        <Switch
          aria-label={t('factor_of', { name })}
          checked={role.second_factor === true}
          disabled={isBusy}
          onChange={(second_factor) => onChange({ second_factor })}
        />
        {t('factor')}
      </span>
      <span>
        <small className="pg-muted">{t('networks')}</small>
        <Select
          mode="tags"
          className="pg-trust__networks"
          aria-label={t('networks_of', { name })}
          placeholder={t('anywhere')}
          value={[...(role.networks ?? [])]}
          disabled={isBusy}
          open={false}
          suffixIcon={null}
          tokenSeparators={[' ', ',', ';', '，', '；']}
          onChange={(networks: string[]) => onChange({ networks })}
        />
      </span>
    </li>
  )
}
