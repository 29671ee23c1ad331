import { DownOutlined, UpOutlined } from '@ant-design/icons'
import type { ObjectMeta } from '@perigon/contracts'
import { useLabel, usePhrases } from '@perigon/ui'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { fieldsOnPath } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** Which columns a list shows, and in which order; fields of linked records one step away are offered too. */
export function ColumnsPanel({
  object,
  columns,
  onChange,
}: {
  readonly object: ObjectMeta
  readonly columns: readonly string[]
  readonly onChange: (columns: readonly string[]) => void
}) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const [q, setQ] = useState('')
  const nameOf = (path: string) =>
    fieldsOnPath(meta, object, path)
      .map((each) => label(each.label))
      .join(' › ')
  const own = object.fields.map((each) => each.key)
  const linked = object.fields.flatMap((field) => {
    const target = field.target === undefined ? undefined : meta.object(field.target)
    return target === undefined ? [] : target.fields.filter((each) => each.key !== target.title).map((each) => `${field.key}.${each.key}`)
  })
  const hidden = [...own, ...linked].filter((path) => !columns.includes(path) && path !== object.title)
  const shown = hidden.filter((path) => nameOf(path).toLowerCase().includes(q.trim().toLowerCase())).slice(0, 60)
  return (
    <div className="pg-columns" role="group" aria-label={t('columns')}>
      <ShownColumns object={object} columns={columns} nameOf={nameOf} onChange={onChange} />
      <Input size="small" aria-label={t('columns')} placeholder={t('columns')} value={q} onChange={(event) => setQ(event.target.value)} />
      <ul className="pg-columns__list pg-columns__list--hidden">
        {shown.map((path) => (
          <li key={path}>
            <Checkbox checked={false} onChange={() => onChange([...columns, path])}>
              {nameOf(path)}
            </Checkbox>
          </li>
        ))}
      </ul>
    </div>
  )
}

function ShownColumns(props: {
  readonly object: ObjectMeta
  readonly columns: readonly string[]
  readonly nameOf: (path: string) => string
  readonly onChange: (columns: readonly string[]) => void
}) {
  const t = usePhrases(listPhrases)
  const { object, columns, nameOf, onChange } = props
  const swap = (index: number, step: number) => {
    const next = [...columns]
    const [moved] = next.splice(index, 1)
    if (moved !== undefined) next.splice(index + step, 0, moved)
    onChange(next)
  }
  return (
    <ul className="pg-columns__list">
      {columns.map((path, index) => (
        <li key={path}>
          <Checkbox checked disabled={path === object.title} onChange={() => onChange(columns.filter((each) => each !== path))}>
            {nameOf(path)}
          </Checkbox>
          <span className="pg-grow" />
          <Button
            type="text"
            size="small"
            icon={<UpOutlined aria-hidden />}
            aria-label={`${nameOf(path)}: ${t('move_left')}`}
            disabled={index === 0 || path === object.title}
            onClick={() => swap(index, -1)}
          />
          <Button
            type="text"
            size="small"
            icon={<DownOutlined aria-hidden />}
            aria-label={`${nameOf(path)}: ${t('move_right')}`}
            disabled={index === columns.length - 1}
            onClick={() => swap(index, 1)}
          />
        </li>
      ))}
    </ul>
  )
}
