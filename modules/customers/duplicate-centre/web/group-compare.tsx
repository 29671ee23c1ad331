import { ArrowLeftOutlined } from '@ant-design/icons'
import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, fieldOf, formSections, GoLink, RecordValue, usePage } from '@perigon/record-ui'
import { isBlank, isSame, Skeleton, Tag, useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { Suspense, useState } from 'react'
import type { Group, Member } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'
import { useReasonText } from './reason-text.ts'
import type { GroupActs } from './use-group-acts.tsx'

const BESIDE = ['number', 'owner', 'last_contact_at', 'created_at', 'updated_at']

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
  const beside = BESIDE.flatMap((key) => fieldOf(object, key) ?? [])
  return [...new Set([...named, ...beside])].filter((field) => field.key !== object.title)
}

type Row = { readonly field: FieldMeta; readonly differs: boolean }

/** Fields that say something, what differs first; what is said by one only differs, too. */
function rowsOf(object: ObjectMeta, records: readonly WireRecord[]): readonly Row[] {
  const [first] = records
  if (first === undefined) return []
  return fieldsOf(object).flatMap((field): readonly Row[] => {
    const value = (record: WireRecord) => record[field.key] ?? null
    if (records.every((record) => isBlank(value(record)))) return []
    return [{ field, differs: records.some((record) => !isSame(value(record), value(first))) }]
  })
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
  const rows = rowsOf(object, records)
  const [differing, same] = [rows.filter((row) => row.differs), rows.filter((row) => !row.differs)]
  const shown = showsSame ? [...differing, ...same] : differing
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
            {shown.map(({ field, differs }) => (
              <tr key={field.key} data-differs={differs}>
                <th scope="row">{label(field.label)}</th>
                {records.map((record) => (
                  <td key={record.id}>
                    {isBlank(record[field.key] ?? null) ? (
                      <span className="pg-muted">{t('blank')}</span>
                    ) : (
                      <Suspense fallback={null}>
                        <RecordValue object={object} id={record.id} field={field} value={record[field.key] ?? null} />
                      </Suspense>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {same.length > 0 && (
        <Button type="link" size="small" onClick={() => setShowsSame(!showsSame)}>
          {showsSame ? t('hide_same') : t('show_same', { n: same.length })}
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
          type="text"
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
