import type { ObjectMeta } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Select } from 'antd'
import { scopeOf } from './role-difference.ts'
import { type Grants, OPERATIONS, type Operation, type Scope, SCOPES } from './roles.queries.ts'
import { rolesPhrases } from './roles-phrases.ts'

/** Objects with an owner are those that scopes are about. */
export function useOwnedObjects(): readonly ObjectMeta[] {
  const { meta } = useRecordUi()
  return meta.objects.filter(
    (object) =>
      object.fields.some((field) => field.key === 'department' && field.read_only) && object.fields.some((field) => field.key === 'owner'),
  )
}

type MatrixProps = {
  readonly objects: readonly ObjectMeta[]
  readonly grants: Grants
  readonly other: { readonly name: string; readonly grants: Grants; readonly different: ReadonlySet<string> } | null
  readonly onGrants: ((grants: Grants) => void) | null
}

/** Objects down, operations across; each cell a scope. Beside it, where two roles are compared, what the other one has. */
export function RoleMatrix({ objects, grants, other, onGrants }: MatrixProps) {
  const t = usePhrases(rolesPhrases)
  const label = useLabel()
  const change = (object: string, operation: Operation, scope: Scope): void =>
    onGrants?.({ ...grants, [object]: { ...(grants[object] ?? grants['*']), [operation]: scope } })
  return (
    <div className="pg-table-wrap">
      <table className="pg-table pg-matrix">
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
              {OPERATIONS.map((operation) => {
                const isDifferent = other?.different.has(`${object.key}.${operation}`) === true
                return (
                  <td key={operation} className={isDifferent ? 'pg-matrix__different' : undefined}>
                    <ScopeSelect
                      name={`${label(object.label.one)} ${t(operation)}`}
                      scope={scopeOf(grants, object.key, operation)}
                      onScope={onGrants === null ? null : (scope) => change(object.key, operation, scope)}
                    />
                    {isDifferent && other !== null && (
                      <small>
                        <span className="pg-sr">{t('compare_with', { name: other.name })}</span>
                        <ScopeWords scope={scopeOf(other.grants, object.key, operation)} />
                      </small>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ScopeWords({ scope }: { readonly scope: Scope | readonly Scope[] }) {
  const t = usePhrases(rolesPhrases)
  return <>{(typeof scope === 'string' ? [scope] : scope).map((each) => t(each)).join(' + ')}</>
}

function ScopeSelect(props: {
  readonly name: string
  readonly scope: Scope | readonly Scope[]
  readonly onScope: ((scope: Scope) => void) | null
}) {
  const t = usePhrases(rolesPhrases)
  const { scope, onScope } = props
  if (onScope === null) return <ScopeWords scope={scope} />
  return (
    <Select<Scope | 'several'>
      aria-label={props.name}
      size="small"
      variant={scope === 'none' ? 'borderless' : 'filled'}
      value={typeof scope === 'string' ? scope : 'several'}
      onChange={(next) => next !== 'several' && onScope(next)}
      popupMatchSelectWidth={false}
      options={[
        ...SCOPES.map((each) => ({ value: each, label: t(each) })),
        ...(typeof scope === 'string' ? [] : [{ value: 'several' as const, label: t('several'), disabled: true }]),
      ]}
    />
  )
}
