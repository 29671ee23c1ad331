import type { FieldMeta, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { isSame } from '@perigon/ui'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { type Draft, dropDraft, readDraft, writeDraft } from '../../core/drafts.ts'
import { isFilledIn, missingIn } from '../../core/missing-fields.ts'
import { type Patch, records } from '../../core/records.ts'
import { type Conflict, conflictOf, errorsOf, type FieldErrors, isBesideFields, wirePatch } from '../../core/refusal.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

type Values = { readonly [field: string]: Json }

/** Editing one record, or making a new one: what was typed, what is wrong with it, and how to save it. */
export type EditSession = {
  readonly value: (key: string) => Json
  readonly set: (key: string, value: Json) => void
  readonly dirty: Values
  readonly isDirty: boolean
  readonly errors: FieldErrors
  readonly failure: string | null
  readonly isSaving: boolean
  readonly draft: Draft | null
  readonly restoreDraft: () => void
  readonly discardDraft: () => void
  readonly conflict: Conflict | null
  readonly closeConflict: () => void
  readonly reset: () => void
  readonly save: (fields: readonly FieldMeta[]) => Promise<WireRecord | null>
}

/** Holds an edit session. Typing is kept in the tab until it is saved or thrown away. */
export function useEditSession(object: ObjectMeta, record: WireRecord | null, defaults: Values = {}): EditSession {
  const { api } = useRecordUi()
  const draftKey = `${object.key}.${record?.id ?? 'new'}`
  const start = useStart(object, record, defaults)
  const typed = useTyped(draftKey, { start, record })
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const busy = useRef(false)
  const { dirty, value, setErrors } = typed
  const reset = () => {
    typed.reset()
    setFailure(null)
  }
  const save = async (fields: readonly FieldMeta[]): Promise<WireRecord | null> => {
    if (busy.current) return null
    const missing = missingIn(fields, value)
    setErrors(missing)
    setFailure(null)
    const isMissing = Object.keys(missing).length > 0
    if (isMissing && (Object.keys(dirty).length === 0 || fields.some((each) => each.key in missing && isFilledIn(each)))) return null
    if (record !== null && Object.keys(dirty).length === 0) return record
    busy.current = true
    setSaving(true)
    try {
      const patch = wirePatch(object, record === null ? filled({ ...start, ...dirty }) : dirty)
      const saved =
        record === null
          ? await records.create(api, object, patch)
          : await records.update(api, object, { id: record.id, version: record.version, patch })
      reset()
      return saved
    } catch (error) {
      const problem = problemIn(error)
      setConflict(problem === null ? null : conflictOf(problem))
      // What is missing is known here; whatever else is wrong only the server can tell, and both are told at once.
      setErrors({ ...missing, ...errorsOf(object, problem) })
      const isShown = (path: string) => fields.some((each) => each.key === path)
      setFailure(isBesideFields(problem, isShown) ? null : failureText(error))
      return null
    } finally {
      busy.current = false
      setSaving(false)
    }
  }

  return {
    ...typed,
    isDirty: Object.keys(dirty).length > 0,
    failure,
    isSaving,
    conflict,
    closeConflict: () => setConflict(null),
    reset,
    save,
  }
}

function useTyped(draftKey: string, { start, record }: { readonly start: Values; readonly record: WireRecord | null }) {
  const [dirty, setDirty] = useState<Values>({})
  const [errors, setErrors] = useState<FieldErrors>({})
  const [draft, setDraft] = useState<Draft | null>(() => readDraft(draftKey))
  useDraftKeeping(draftKey, { values: dirty, version: record?.version ?? null, isHeld: draft !== null })
  const value = useCallback((key: string): Json => (key in dirty ? (dirty[key] ?? null) : (start[key] ?? null)), [dirty, start])
  const set = useCallback(
    (key: string, next: Json) => {
      setDirty((current) => {
        const { [key]: _old, ...rest } = current
        return isSame(next, start[key]) && record !== null ? rest : { ...rest, [key]: next }
      })
      setErrors(({ [key]: _gone, ...rest }) => rest)
    },
    [record, start],
  )
  const discardDraft = useCallback(() => {
    dropDraft(draftKey)
    setDraft(null)
  }, [draftKey])
  const reset = useCallback(() => {
    setDirty({})
    setErrors({})
    discardDraft()
  }, [discardDraft])
  const restoreDraft = () => {
    setDirty(draft?.values ?? {})
    setDraft(null)
  }
  return { dirty, errors, setErrors, draft, value, set, reset, restoreDraft, discardDraft }
}

function useStart(object: ObjectMeta, record: WireRecord | null, defaults: Values): Values {
  const fixed = useRef(defaults)
  return useMemo(() => {
    if (record !== null) return record
    const fromMeta = object.fields.flatMap((field): [string, Json][] =>
      field.default === undefined || field.read_only ? [] : [[field.key, field.default]],
    )
    return { ...Object.fromEntries(fromMeta), ...fixed.current }
  }, [object, record])
}

function useDraftKeeping(key: string, state: { readonly values: Values; readonly version: number | null; readonly isHeld: boolean }): void {
  const { values, version, isHeld } = state
  useEffect(() => {
    if (isHeld) return
    const keep = () => writeDraft(key, { values, version })
    const timer = setTimeout(keep, 400)
    // A page that is reloaded or put away does not wait for the timer.
    addEventListener('pagehide', keep)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', keep)
    }
  }, [key, values, version, isHeld])
}

function filled(values: Values): Patch {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}
