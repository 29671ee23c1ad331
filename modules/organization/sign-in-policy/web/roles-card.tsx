import { Failure, failureText, problemIn } from '@perigon/record-ui'
import { Skeleton, usePhrases } from '@perigon/ui'
import { Alert, Select, Switch } from 'antd'
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
        <div className="pg-table-wrap">
          <table className="pg-table">
            <thead>
              <tr>
                <th scope="col">{t('role')}</th>
                <th scope="col">{t('factor')}</th>
                <th scope="col">{t('networks')}</th>
              </tr>
            </thead>
            <tbody>
              {roles.data.data.map((role) => (
                <RoleRow key={role.id} role={role} isBusy={save.isPending} onChange={(patch) => save.mutate({ role, patch })} />
              ))}
            </tbody>
          </table>
        </div>
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
  return (
    <tr>
      <th scope="row">{role.name}</th>
      <td>
        <Switch
          aria-label={t('factor_of', { name: role.name })}
          checked={role.second_factor === true}
          disabled={isBusy}
          onChange={(second_factor) => onChange({ second_factor })}
        />
      </td>
      <td>
        <Select
          mode="tags"
          className="pg-trust__networks"
          aria-label={t('networks_of', { name: role.name })}
          placeholder={t('anywhere')}
          value={[...(role.networks ?? [])]}
          disabled={isBusy}
          open={false}
          suffixIcon={null}
          tokenSeparators={[' ', ',', ';', '，', '；']}
          onChange={(networks: string[]) => onChange({ networks })}
        />
      </td>
    </tr>
  )
}
