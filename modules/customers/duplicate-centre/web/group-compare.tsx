import { ArrowLeftOutlined } from '@ant-design/icons'
import { type FieldMeta, type ObjectMeta, saysNothing, type WireRecord } from '@perigon/contracts'
import { Failure, fieldOf, formSections, GoLink, RecordValue, usePage } from '@perigon/record-ui'
import { isBlank, isSame, Skeleton, Tag, useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { useState } from 'react'
import type { Group, Member } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'
import { useReasonText } from './reason-text.ts'
import type { GroupActs } from './use-group-acts.tsx'

/** These are never the same and contradict nothing. */
const BESIDE = ['number', 'last_contact_at', 'created_at', 'updated_at']

type CompareProps = { readonly object: ObjectMeta; readonly group: Group; readonly acts: GroupActs; readonly onBack?: () => void }

/** The records of a group side by side, what differs first, and what to do with them. */
export function GroupCompare({ object, group, acts, onBack }: CompareProps) {
  const t = usePhrases(centrePhrases)
  const reasonText = useReasonText(object)
  return (
    <>
      {onBack !== undefined && (
        <Button type="link" icon={<ArrowLeftOutlined aria-hidden />} onClick={onBack}>
          {t('back')}
        </Button>
      )}
      <header className="pg-compare__head">
        <div className="pg-compare__why">
          <Tag color={group.score >= 90 ? 'green' : group.score >= 70 ? 'blue' : 'gold'}>{t('sure', { n: group.score })}</Tag>
          {group.reasons.map((reason) => (
            <Tag key={reason.rule}>{reasonText(reason)}</Tag>
          ))}
        </div>
        <Acts object={object} group={group} acts={acts} />
      </header>
      {group.members.length > 0 && <Table object={object} group={group} acts={acts} />}
    </>
  )
}

function Acts({ object, group, acts }: Omit<CompareProps, 'onBack'>) {
  const t = usePhrases(centrePhrases)
  if (!object.can.update) return null
  if (group.state === 'different')
    return (
      <Button loading={acts.isBusy} onClick={() => acts.takeBack(group.id)}>
        {t('reopen')}
      </Button>
    )
  if (group.state !== 'open') return null
  return (
    <div className="pg-compare__acts">
      <Button loading={acts.isBusy} onClick={() => acts.differ(group, null)}>
        {t('not_same')}
      </Button>
      {object.can.delete && (
        <Button type="primary" onClick={() => acts.merge(group)}>
          {t('merge')}
        </Button>
      )}
    </div>
  )
}

function fieldsOf(object: ObjectMeta): readonly FieldMeta[] {
  const named = formSections(object).flatMap((section) => section.fields)
  const beside = ['owner', ...BESIDE].flatMap((key) => fieldOf(object, key) ?? [])
  return [...new Set([...named, ...beside])].filter((field) => field.key !== object.title)
}

/** Why they were proposed, what contradicts, what only some of them say, and what they agree in. */
type Kind = 'reason' | 'conflict' | 'some' | 'same'
type Row = { readonly field: FieldMeta; readonly kind: Kind }

const ORDER: readonly Kind[] = ['reason', 'conflict', 'some', 'same']

/** Fields that say something, what matters most first. */
function rowsOf(object: ObjectMeta, group: Group, records: readonly WireRecord[]): readonly Row[] {
  const rows = fieldsOf(object).flatMap((field): readonly Row[] => {
    const values = records.map((record) => record[field.key] ?? null)
    const [said, ...others] = values.filter((value) => !saysNothing(field, value))
    if (said === undefined) return []
    if (BESIDE.includes(field.key)) return [{ field, kind: 'some' }]
    if (others.some((value) => !isSame(value, said))) return [{ field, kind: 'conflict' }]
    if (group.reasons.some((reason) => reason.field === field.key)) return [{ field, kind: 'reason' }]
    return [{ field, kind: others.length + 1 < values.length ? 'some' : 'same' }]
  })
  return rows.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

function Table({ object, group, acts }: Omit<CompareProps, 'onBack'>) {
  const t = usePhrases(centrePhrases)
  const label = useLabel()
  const [showsSame, setShowsSame] = useState(false)
  const ids = group.members.map((member) => member.id)
  const fields = [object.title, ...fieldsOf(object).map((field) => field.key)]
  const page = usePage(object, { filter: { field: 'id', op: 'in', value: ids }, fields: [...new Set(fields)], limit: ids.length })
  if (page.error !== null) return <Failure error={page.error} onRetry={() => void page.refetch()} />
  const records = ids.flatMap((id) => page.data?.data.find((record) => record.id === id) ?? [])
  if (records.length === 0) return <Skeleton shape="lines" rows={8} />
  const rows = rowsOf(object, group, records)
  const differing = rows.filter((row) => row.kind !== 'same')
  const shown = showsSame ? rows : differing
  return (
    <>
      <div className="pg-compare__scroll">
        <table className="pg-compare">
          <thead>
            <tr>
              <th scope="col">
                <span className="pg-compare__field">{t('field')}</span>
              </th>
              {group.members.map((member) => (
                <Head key={member.id} object={object} group={group} member={member} acts={acts} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ field, kind }) => (
              <tr key={field.key} data-kind={kind}>
                <th scope="row">{label(field.label)}</th>
                {records.map((record) => (
                  <td key={record.id}>
                    {isBlank(record[field.key] ?? null) ? (
                      <span className="pg-muted">{t('blank')}</span>
                    ) : (
                      <RecordValue object={object} id={record.id} field={field} value={record[field.key] ?? null} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > differing.length && (
        <Button type="link" size="small" onClick={() => setShowsSame(!showsSame)}>
          {showsSame ? t('hide_same') : t('show_same', { n: rows.length - differing.length })}
        </Button>
      )}
    </>
  )
}

type HeadProps = { readonly object: ObjectMeta; readonly group: Group; readonly member: Member; readonly acts: GroupActs }

function Head({ object, group, member, acts }: HeadProps) {
  const t = usePhrases(centrePhrases)
  const who = [member.owner, member.department].filter((part) => part !== null).join(' · ')
  return (
    <th scope="col">
      <GoLink href={`/${object.path}/${member.id}`}>{member.title}</GoLink>
      <small className="pg-muted">{who === '' ? t('nobody') : who}</small>
      {group.state === 'open' && group.members.length > 2 && object.can.update && (
        <Button
          size="small"
          type="link"
          disabled={acts.isBusy}
          aria-label={t('part_one', { name: member.title })}
          onClick={() => acts.differ(group, member)}
        >
          {t('part')}
        </Button>
      )}
    </th>
  )
}
