import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { FieldMeta, Json, ObjectMeta } from '@perigon/contracts'
import { fieldUi, general, isBlank, useLabel, usePhrases } from '@perigon/ui'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { fieldOf } from '../../core/meta-index.ts'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { FieldRow } from '../form/field-row.tsx'
import { importableFields } from '../../core/import-parts.ts'

type Constants = { readonly [field: string]: Json }

type PanelProps = {
  readonly object: ObjectMeta
  readonly used: readonly string[]
  readonly constants: Constants
  readonly onChange: (constants: Constants) => void
}

/** One value for every row, for fields the file does not have. */
export function ConstantsPanel({ object, used, constants, onChange }: PanelProps) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  // Links are sent as ids but shown by name: both are kept here while the page is open.
  const [shown, setShown] = useState<Constants>(constants)
  const free = importableFields(object).filter((each) => !used.includes(each.key) && !(each.key in shown))
  const set = (next: Constants) => {
    setShown(next)
    onChange(
      Object.fromEntries(
        Object.entries(next).flatMap(([key, value]) => {
          const field = fieldOf(object, key)
          return field === undefined || isBlank(value) ? [] : [[key, fieldUi(field).toWire(value)] as const]
        }),
      ),
    )
  }
  return (
    <section className="pg-card pg-import__panel">
      <h2>{t('constants')}</h2>
      <p className="pg-muted">{t('constants_hint')}</p>
      <div className="pg-section__fields">
        {Object.entries(shown).map(([key, value]) => {
          const field = fieldOf(object, key)
          return field === undefined ? null : (
            <Constant
              key={key}
              field={field}
              value={value}
              shown={shown}
              onChange={(next) => set({ ...shown, [key]: next })}
              onRemove={() => {
                const { [key]: _gone, ...rest } = shown
                set(rest)
              }}
            />
          )
        })}
      </div>
      <Select
        className="pg-import__add"
        aria-label={t('constants_add')}
        prefix={<PlusOutlined aria-hidden />}
        placeholder={t('constants_add')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={free.map((each) => ({ value: each.key, label: label(each.label) }))}
        onChange={(key: string | null) => key !== null && setShown({ ...shown, [key]: null })}
      />
    </section>
  )
}

function Constant(props: {
  readonly field: FieldMeta
  readonly value: Json
  readonly shown: Constants
  readonly onChange: (value: Json) => void
  readonly onRemove: () => void
}) {
  const words = usePhrases(general)
  const label = useLabel()
  const { field, shown } = props
  return (
    <div className="pg-import__constant">
      <FieldRow
        field={{ ...field, required: false }}
        value={props.value}
        sibling={(other) => shown[other] ?? null}
        onChange={props.onChange}
      />
      <Button
        type="text"
        icon={<CloseOutlined aria-hidden />}
        aria-label={`${label(field.label)}: ${words('remove')}`}
        onClick={props.onRemove}
      />
    </div>
  )
}
