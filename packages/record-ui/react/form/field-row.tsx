import type { FieldMeta, Json } from '@perigon/contracts'
import { fieldUi, useLabel, usePhrases } from '@perigon/ui'
import { Suspense, useId } from 'react'
import type { FieldError } from '../../core/refusal.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'

/** A labelled input with its help and its error beside it. */
export function FieldRow(props: {
  readonly field: FieldMeta
  readonly value: Json
  readonly error?: FieldError | undefined
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  readonly onChange: (value: Json) => void
  readonly sibling?: (key: string) => Json
}) {
  const label = useLabel()
  const id = useId()
  const { field, error } = props
  const { Input, isWide } = fieldUi(field)
  const help = field.help === undefined ? undefined : label(field.help)
  const describedBy = error !== undefined ? `${id}-error` : help !== undefined ? `${id}-help` : undefined
  return (
    <div className={isWide ? 'pg-field pg-field--wide' : 'pg-field'} data-field={field.key}>
      <label className="pg-field__label" htmlFor={id}>
        {label(field.label)}
        {field.required && (
          <span className="pg-field__required" aria-hidden>
            *
          </span>
        )}
      </label>
      <Suspense fallback={<div className="pg-field__wait" />}>
        <Input
          id={id}
          field={field}
          value={props.value}
          onChange={props.onChange}
          label={label(field.label)}
          invalid={error !== undefined}
          autoFocus={props.autoFocus === true}
          disabled={props.disabled === true}
          {...(describedBy === undefined ? {} : { describedBy })}
          {...(props.sibling === undefined ? {} : { sibling: props.sibling })}
        />
      </Suspense>
      {error !== undefined && (
        <p className="pg-error" id={`${id}-error`} role="alert">
          {error.message} {error.href !== undefined && <HolderLink href={error.href} holder={error.holder ?? ''} />}
        </p>
      )}
      {error === undefined && help !== undefined && (
        <p className="pg-field__help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

// In a tab of its own: the form here is not saved yet.
function HolderLink({ href, holder }: { readonly href: string; readonly holder: string }) {
  const t = usePhrases(recordPhrases)
  return (
    <a href={href} target="_blank" rel="noopener" className="pg-error__link" title={holder}>
      {t('open_holder')}
    </a>
  )
}
