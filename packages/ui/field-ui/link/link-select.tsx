import { Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import { type LookupWithin, useFieldContext } from '../field-context.tsx'
import type { LinkValue } from '../values.ts'

type Found = LinkValue & { readonly subtitle?: string }

/** A search box over the records of one object. */
export function LinkSelect(props: {
  readonly control: {
    readonly id?: string
    readonly 'aria-label': string
    readonly disabled?: boolean
    readonly autoFocus?: boolean
    readonly status?: 'error' | ''
    readonly 'aria-invalid'?: boolean
    readonly 'aria-describedby'?: string
  }
  readonly target: string
  readonly within?: readonly LookupWithin[]
  readonly value: LinkValue | null
  readonly clearable?: boolean
  readonly placeholder?: string
  readonly onPick: (link: LinkValue | null) => void
}) {
  const t = usePhrases(fieldPhrases)
  const [q, setQ] = useState('')
  const [isOpen, setOpen] = useState(false)
  const { found, isBusy } = useLookup({ target: props.target, q, within: props.within ?? [], enabled: isOpen })
  const shown = props.value === null || found.some((each) => each.id === props.value?.id) || q !== '' ? found : [props.value, ...found]
  return (
    <Select
      {...props.control}
      className="pg-fill"
      allowClear={props.clearable === true}
      showSearch={{ filterOption: false, onSearch: setQ, searchValue: q }}
      placeholder={props.placeholder ?? t('link_search')}
      notFoundContent={isBusy ? null : t('link_none')}
      loading={isBusy}
      onOpenChange={setOpen}
      value={props.value === null ? null : { value: props.value.id, label: props.value.title }}
      labelInValue
      options={shown.map((each) => ({ value: each.id, label: each.title, found: each }))}
      optionRender={drawOption}
      onChange={(picked) => {
        setQ('')
        const link = picked === null || picked === undefined ? undefined : shown.find((each) => each.id === picked.value)
        props.onPick(link ?? null)
      }}
    />
  )
}

function drawOption({ data: { found } }: { readonly data: { readonly found?: Found } }) {
  return (
    <span className="pg-option">
      <span>{found?.title}</span>
      {found?.subtitle !== undefined && <small>{found.subtitle}</small>}
    </span>
  )
}

/** Asks for matching records 180 ms after the last key; late answers of earlier texts are dropped. */
export function useLookup(asked: {
  readonly target: string
  readonly q: string
  readonly within: readonly LookupWithin[]
  readonly enabled: boolean
}) {
  const context = useFieldContext()
  const [found, setFound] = useState<readonly Found[]>([])
  const [isBusy, setBusy] = useState(false)
  const turn = useRef(0)
  const within = useMemo(() => JSON.stringify(asked.within), [asked.within])
  const { lookup } = context
  useEffect(() => {
    if (!asked.enabled) return
    turn.current += 1
    const mine = turn.current
    setBusy(true)
    const narrowed: readonly LookupWithin[] = JSON.parse(within)
    const timer = setTimeout(
      () => {
        void lookup(asked.target, asked.q, narrowed)
          .catch(() => [])
          .then((links) => {
            if (mine !== turn.current) return
            setFound(links)
            setBusy(false)
          })
      },
      asked.q === '' ? 0 : 180,
    )
    return () => clearTimeout(timer)
  }, [asked.enabled, asked.q, asked.target, within, lookup])
  return { found, isBusy }
}
