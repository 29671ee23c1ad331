import type { FieldMeta, Json, ObjectMeta, Problem } from '@perigon/contracts'
import { useRef, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { errorsOf, type FieldErrors } from '../../core/refusal.ts'
import { failureText } from '../frame/failure.tsx'
import { FieldRow } from './field-row.tsx'
import { focusFirstError } from './focus-first-error.ts'

type Values = { readonly [key: string]: Json }

type Attempt = {
  /** Answers true when it dealt with the refusal itself, so that no sentence is shown. */
  readonly onProblem?: (problem: Problem | null) => boolean
  /** What is known to be missing: told together with what the server finds wrong. */
  readonly missing?: FieldErrors
}

/** A few fields in a dialog: what was typed, what is wrong, and trying to send it. */
export type SmallForm = {
  readonly values: Values
  readonly errors: FieldErrors
  readonly failure: string | null
  readonly isBusy: boolean
  readonly root: { readonly current: HTMLDivElement | null }
  readonly set: (key: string, value: Json) => void
  readonly refuse: (errors: FieldErrors) => void
  readonly attempt: (run: () => Promise<void>, how?: Attempt) => Promise<void>
}

/** Holds a small form. */
export function useSmallForm(
  object: ObjectMeta,
  { start = {}, wrong = null }: { readonly start?: Values; readonly wrong?: Problem | null },
): SmallForm {
  const [values, setValues] = useState(start)
  const [errors, setErrors] = useState(() => errorsOf(object, wrong))
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const refuse = (next: FieldErrors) => {
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
    attempt: async (run, { onProblem, missing = {} } = {}) => {
      setBusy(true)
      setFailure(null)
      try {
        await run()
      } catch (error) {
        const problem = problemIn(error)
        refuse({ ...missing, ...errorsOf(object, problem) })
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
