import { isJsonObject, type Json } from '@perigon/contracts'
import { Select } from 'antd'
import { useRef, useState } from 'react'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import { general } from '../../phrases/general.ts'
import { useFieldContext } from '../field-context.tsx'
import type { FieldFilterProps } from '../field-ui.ts'
import { isMany } from '../operator-kind.ts'
import { listOf, textOf } from '../values.ts'
import { useLookup } from './link-select.tsx'

const ME = '@me'
const TREE = '@tree'

/** One record or several, or “me” and “my departments” where the target is people or departments. */
export function LinkFilter(props: FieldFilterProps) {
  const t = usePhrases(fieldPhrases)
  const words = usePhrases(general)
  const context = useFieldContext()
  const target = props.field.target ?? ''
  const [q, setQ] = useState('')
  const [isOpen, setOpen] = useState(false)
  const titles = useRef(new Map<string, string>())
  const { found, isBusy } = useLookup({ target, q, within: [], enabled: isOpen || hasIds(props.value) })
  for (const each of found) titles.current.set(each.id, each.title)
  const special = [
    ...(context.meTargets.includes(target) ? [{ value: ME, label: words('me') }] : []),
    ...(context.treeTargets.includes(target) ? [{ value: TREE, label: words('my_departments') }] : []),
  ]
  const nameOf = (key: string) => special.find((each) => each.value === key)?.label ?? titles.current.get(key) ?? key
  const common = {
    id: props.id,
    'aria-label': props.label,
    className: 'pg-fill',
    labelInValue: true as const,
    loading: isBusy,
    onOpenChange: setOpen,
    notFoundContent: isBusy ? null : t('link_none'),
    placeholder: t('link_search'),
    showSearch: { filterOption: false, onSearch: setQ, searchValue: q },
    options: [...(q === '' ? special : []), ...found.map((each) => ({ value: each.id, label: each.title }))],
  }
  const keys = keysOf(props.value)
  if (isMany(props.op)) {
    return (
      <Select
        {...common}
        mode="multiple"
        value={keys.map((key) => ({ value: key, label: nameOf(key) }))}
        onChange={(picked) =>
          props.onChange(
            valueOf(
              picked.map((each) => each.value),
              true,
            ),
          )
        }
      />
    )
  }
  const [only] = keys
  return (
    <Select
      {...common}
      value={only === undefined ? null : { value: only, label: nameOf(only) }}
      onChange={(picked) => props.onChange(valueOf(picked === null ? [] : [picked.value], false))}
    />
  )
}

function hasIds(value: Json): boolean {
  return keysOf(value).some((key) => !key.startsWith('@'))
}

function keysOf(value: Json): readonly string[] {
  if (isJsonObject(value)) return 'me' in value ? [ME] : 'my_departments' in value ? [TREE] : []
  if (Array.isArray(value)) return listOf(value)
  const text = textOf(value)
  return text === '' ? [] : [text]
}

function valueOf(keys: readonly string[], isList: boolean): Json {
  if (keys.includes(TREE)) return { my_departments: true }
  if (keys.includes(ME)) return { me: true }
  return isList ? keys : (keys[0] ?? null)
}
