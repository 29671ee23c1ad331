import { MailOutlined, PhoneOutlined } from '@ant-design/icons'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, general, textOf, useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { titleOf } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { GoLink } from '../frame/go-link.tsx'
import type { Column } from './columns.ts'

/** The list on a phone: a card per record, with call and mail buttons. */
export function CardList(props: {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly rows: readonly WireRecord[]
  readonly hasMore: boolean
  readonly isBusy: boolean
  readonly onMore: () => void
}) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  return (
    <div className="pg-cards">
      <ul aria-label={label(props.object.label.many)} aria-busy={props.isBusy}>
        {props.rows.map((record) => (
          <RecordCard key={record.id} object={props.object} columns={props.columns} record={record} />
        ))}
      </ul>
      {props.hasMore && (
        <Button block loading={props.isBusy} onClick={props.onMore}>
          {t('load_more')}
        </Button>
      )}
    </div>
  )
}

function RecordCard({
  object,
  columns,
  record,
}: {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly record: WireRecord
}) {
  const words = usePhrases(general)
  const label = useLabel()
  const name = titleOf(object, record) || words('untitled')
  const phone = textOf(record['phone'] ?? record['mobile'])
  const email = textOf(record['email'])
  const shown = columns.filter((each) => !each.isTitle && record[each.path] !== null && record[each.path] !== undefined).slice(0, 5)
  return (
    <li className="pg-card pg-record-card">
      <GoLink href={`/${object.path}/${record.id}`} className="pg-record-card__title">
        {name}
      </GoLink>
      <dl>
        {shown.map((column) => {
          const { Cell } = fieldUi(column.field)
          return (
            <div key={column.path}>
              <dt>{label(column.field.label)}</dt>
              <dd>
                <Cell field={column.field} value={record[column.path] ?? null} />
              </dd>
            </div>
          )
        })}
      </dl>
      {(phone !== '' || email !== '') && (
        <div className="pg-record-card__actions">
          {phone !== '' && <Button shape="circle" href={`tel:${phone}`} icon={<PhoneOutlined />} aria-label={`${name}: ${phone}`} />}
          {email !== '' && <Button shape="circle" href={`mailto:${email}`} icon={<MailOutlined />} aria-label={`${name}: ${email}`} />}
        </div>
      )}
    </li>
  )
}
