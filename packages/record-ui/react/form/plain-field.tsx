import { general, usePhrases } from '@perigon/ui'
import { type ReactNode, useRef, useState } from 'react'
import { focusFirstError } from './focus-first-error.ts'

/** What an input of antd needs to say that it is wrong, and where the complaint stands. */
export type PlainControl = {
  readonly id: string
  readonly status: '' | 'error'
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby'?: string
}

/** A labelled input of a form that shows no record; its error or help stands beside it, as beside fields of records. */
export function PlainField(props: {
  readonly id: string
  readonly label: string
  readonly error?: string | undefined
  readonly help?: string | undefined
  readonly children: (control: PlainControl) => ReactNode
}) {
  const { id, label, error, help } = props
  const isTold = error !== undefined || help !== undefined
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={id}>
        {label}
      </label>
      {props.children({
        id,
        status: error === undefined ? '' : 'error',
        'aria-invalid': error !== undefined,
        ...(isTold ? { 'aria-describedby': `${id}-told` } : {}),
      })}
      {error !== undefined && (
        <p className="pg-error" id={`${id}-told`} role="alert">
          {error}
        </p>
      )}
      {error === undefined && help !== undefined && (
        <p className="pg-field__help" id={`${id}-told`}>
          {help}
        </p>
      )}
    </div>
  )
}

/** What must be filled in before a form is sent: a press tells it beside each field, and the first of them gets the focus. */
export function useRequired<K extends string>(values: { readonly [key in K]: string }) {
  const words = usePhrases(general)
  const form = useRef<HTMLFormElement>(null)
  const [isAsked, setAsked] = useState(false)
  return {
    form,
    errorOf: (key: K): string | undefined => (isAsked && values[key] === '' ? words('required') : undefined),
    /** Asked on every press; what is missing is shown from then on. */
    isComplete: (): boolean => {
      const isMissing = Object.values(values).includes('')
      setAsked(isMissing)
      if (isMissing) focusFirstError(form.current)
      return !isMissing
    },
  }
}
