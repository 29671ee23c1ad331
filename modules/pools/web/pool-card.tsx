import type { WireRecord } from '@perigon/contracts'
import { GoLink, useActions, useRecordUi } from '@perigon/record-ui'
import { linkOf, Tag, textOf, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { ConditionLine } from './condition-line.tsx'
import { RuleForm } from './rule-form.tsx'
import { useRemoveMember, useSave } from './settings.queries.ts'
import { conditionOf, jsonOf } from './stored-condition.ts'
import { settingsPhrases } from './settings-phrases.ts'

type PoolCardProps = { readonly pool: WireRecord; readonly members: readonly WireRecord[]; readonly rules: readonly WireRecord[] }

/** One pool: whom it admits, who takes part, and its rules. */
export function PoolCard({ pool, members, rules }: PoolCardProps) {
  const t = usePhrases(settingsPhrases)
  const locale = useLocale()
  const actions = useActions()
  const { meta } = useRecordUi()
  const save = useSave(meta.object('customer_pool'))
  const ruleObject = meta.object('pool_rule')
  const name = locale === 'zh-CN' ? textOf(pool['name']) : textOf(pool['name_en'] ?? pool['name'])
  const admission = pool['admission']
  return (
    <section className="pg-card pg-stack pg-poolcard" aria-label={name}>
      <header className="pg-pools__head">
        <h2>{name}</h2>
        {pool['active'] !== true && <Tag>{t('off')}</Tag>}
        <GoLink href={`/customer-pools/${pool.id}`} aria-label={t('open_pool', { name })}>
          {t('open')}
        </GoLink>
      </header>
      <ConditionLine
        label={t('admits')}
        none={t('admits_all')}
        condition={conditionOf(admission)}
        onChange={(condition) => save.mutate({ record: pool, patch: { admission: jsonOf(condition) } })}
      />
      <Members pool={pool} title={name} members={members} />
      <h3>{t('rules')}</h3>
      {rules.length === 0 && <p className="pg-muted">{t('no_rules')}</p>}
      {rules.map((rule) => (
        <RuleForm key={`${rule.id} ${rule.version}`} rule={rule} />
      ))}
      {ruleObject?.can.create === true && (
        <div>
          <Button onClick={() => actions.create(ruleObject, { defaults: { pool: { id: pool.id, title: textOf(pool['name']) } } })}>
            {t('add_rule')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Members({ pool, title, members }: { readonly pool: WireRecord; readonly title: string; readonly members: readonly WireRecord[] }) {
  const t = usePhrases(settingsPhrases)
  const actions = useActions()
  const object = useRecordUi().meta.object('pool_member')
  const remove = useRemoveMember(object)
  const nameOf = (member: WireRecord): string =>
    ['employee', 'team', 'with_department'].map((key) => linkOf(member[key] ?? null)?.title ?? '').join('')
  return (
    <div className="pg-poolcard__members">
      <span className="pg-muted">{t('members')}</span>
      {members.length === 0 && <span>{t('no_members')}</span>}
      {members.map((member) => (
        <span key={member.id} className="pg-poolcard__member">
          {member['part'] === 'manager' ? t('manager', { name: nameOf(member) }) : nameOf(member)}
          {object?.can.delete === true && (
            <button
              type="button"
              aria-label={t('remove_member', { name: nameOf(member) })}
              onClick={() => void remove(member, nameOf(member))}
            >
              ×
            </button>
          )}
        </span>
      ))}
      {object?.can.create === true && (
        <Button size="small" onClick={() => actions.create(object, { defaults: { pool: { id: pool.id, title } } })}>
          {t('add_member')}
        </Button>
      )}
    </div>
  )
}
