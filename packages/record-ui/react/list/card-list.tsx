import { MailOutlined, PhoneOutlined } from '@ant-design/icons'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, general, textOf, useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { cellFormat, heldFormats, rowFormat, toneClass } from '../../core/format.ts'
import type { Format } from '../../core/list-state.ts'
import { fieldOf, titleOf } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { GoLink } from '../frame/go-link.tsx'
import { RecordValue } from '../frame/record-value.tsx'
import { CardGroup } from './card-group.tsx'
import type { Column } from './columns.ts'
import type { GridItem } from './grid-items.ts'

/** A card per record, with call and mail buttons: the list on a phone, and the gallery side by side. */
export function CardList(props: {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly items: readonly GridItem[]
  readonly groupBy: Column | null
  readonly onToggleGroup: (key: string) => void
  readonly formats: readonly Format[]
  readonly isGallery?: boolean
  readonly hasMore: boolean
  readonly isBusy: boolean
  readonly onMore: () => void
}) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  return (
    <div className={props.isGallery === true ? 'pg-cards pg-cards--gallery' : 'pg-cards'}>
      <ul aria-label={label(props.object.label.many)} aria-busy={props.isBusy}>
        {props.items.map((item) =>
          item.kind === 'record' ? (
            <RecordCard
              key={item.record.id}
              object={props.object}
              columns={props.columns}
              record={item.record}
              held={heldFormats(props.formats, item.record)}
            />
          ) : (
            props.groupBy !== null && (
              <CardGroup key={item.kind + item.key} item={item} by={props.groupBy} columns={props.columns} onToggle={props.onToggleGroup} />
            )
          ),
        )}
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
  held,
}: {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly record: WireRecord
  readonly held: readonly Format[]
}) {
  const words = usePhrases(general)
  const label = useLabel()
  const name = titleOf(object, record) || words('untitled')
  const [phone, email] = [open(object, record, ['phone', 'mobile']), open(object, record, ['email'])]
  const shown = columns.filter((each) => !each.isTitle && record[each.path] !== null && record[each.path] !== undefined).slice(0, 5)
  return (
    <li className={`pg-card pg-record-card ${toneClass(rowFormat(held))}`} title={rowFormat(held)?.name}>
      <GoLink href={`/${object.path}/${record.id}`} className="pg-record-card__title">
        {name}
      </GoLink>
      <dl>
        {shown.map((column) => {
          return (
            <div key={column.path}>
              <dt>{label(column.field.label)}</dt>
              <dd className={toneClass(cellFormat(held, column.path))}>
                <CardValue object={object} column={column} record={record} />
              </dd>
            </div>
          )
        })}
      </dl>
      {(phone !== '' || email !== '') && (
        <div className="pg-record-card__actions">
          {phone !== '' && (
            <Button shape="circle" href={`tel:${phone}`} icon={<PhoneOutlined aria-hidden />} aria-label={`${name}: ${phone}`} />
          )}
          {email !== '' && (
            <Button shape="circle" href={`mailto:${email}`} icon={<MailOutlined aria-hidden />} aria-label={`${name}: ${email}`} />
          )}
        </div>
      )}
    </li>
  )
}

function CardValue({ object, column, record }: { readonly object: ObjectMeta; readonly column: Column; readonly record: WireRecord }) {
  const value = record[column.path] ?? null
  if (column.fields.length === 1) return <RecordValue object={object} id={record.id} field={column.field} value={value} />
  const { Cell } = fieldUi(column.field)
  return <Cell field={column.field} value={value} />
}

/** The first of these values that is there in full: nobody can call 138****0000. */
function open(object: ObjectMeta, record: WireRecord, keys: readonly string[]): string {
  const key = keys.find((each) => textOf(record[each]) !== '' && fieldOf(object, each)?.masked !== true)
  return key === undefined ? '' : textOf(record[key])
}
