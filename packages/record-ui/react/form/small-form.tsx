import type { FieldMeta, Json, Problem } from '@perigon/contracts'
import { useRef, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { failureText } from '../frame/failure.tsx'
import { FieldRow, focusFirstError } from './field-row.tsx'

type Values = { readonly [key: string]: Json }
type Errors = { readonly [key: string]: string }

/** A few fields in a dialog: what was typed, what is wrong, and trying to send it. */
export type SmallForm = {
  readonly values: Values
  readonly errors: Errors
  readonly failure: string | null
  readonly isBusy: boolean
  readonly root: { readonly current: HTMLDivElement | null }
  readonly set: (key: string, value: Json) => void
  readonly refuse: (errors: Errors) => void
  readonly attempt: (run: () => Promise<void>, onProblem?: (problem: Problem | null) => boolean) => Promise<void>
}

/** Holds a small form. `onProblem` answers true when it dealt with the refusal itself, so that no sentence is shown. */
export function useSmallForm(start: Values, wrong: Errors = {}): SmallForm {
  const [values, setValues] = useState(start)
  const [errors, setErrors] = useState(wrong)
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const refuse = (next: Errors) => {
    setErrors(next)
    focusFirstError(root.current)
  }
  return {
    values,
    errors,
    failure,
    isBusy,
    root,
    refuse,
    set: (key, value) => {
      setValues((old) => ({ ...old, [key]: value }))
      setErrors(({ [key]: _gone, ...rest }) => rest)
    },
    attempt: async (run, onProblem) => {
      setBusy(true)
      setFailure(null)
      try {
        await run()
      } catch (error) {
        const problem = problemIn(error)
        refuse(messagesOf(problem))
        setFailure(onProblem?.(problem) === true ? null : failureText(error))
      } finally {
        setBusy(false)
      }
    },
  }
}

/** The fields of a small form, the first with the focus. */
export function SmallFormFields({
  form,
  fields,
  valueOf,
}: {
  readonly form: SmallForm
  readonly fields: readonly FieldMeta[]
  readonly valueOf: (key: string) => Json
}) {
  return (
    <div className="pg-stack" ref={form.root}>
      {fields.map((field, index) => (
        <FieldRow
          key={field.key}
          field={field}
          value={valueOf(field.key)}
          error={form.errors[field.key]}
          autoFocus={index === 0}
          sibling={valueOf}
          onChange={(value) => form.set(field.key, value)}
        />
      ))}
    </div>
  )
}

/** Field key → what is wrong with it. */
export function messagesOf(problem: Problem | null): Errors {
  return Object.fromEntries((problem?.errors ?? []).map((each) => [each.path, each.message]))
}
