import type { FieldMeta, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, isComposing, isSame, useLabel, usePhrases } from '@perigon/ui'
import { type KeyboardEvent, Suspense, useEffect, useRef, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { obstacles, remedyOf, wirePatch } from '../../core/refusal.ts'
import { records } from '../../core/records.ts'
import { titleOf } from '../../core/meta-index.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { useRefresh } from '../data/queries.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

export type CellEditorProps = {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly field: FieldMeta
  /** `next`: Tab was pressed; `saved` when something was written. */
  readonly onEnd: (how: { readonly saved: boolean; readonly move: 'stay' | 'next' | 'previous' }) => void
}

/** A list cell being edited: Enter or leaving saves, Esc cancels, Tab saves and moves on. */
export function CellEditor({ object, record: shown, field, onEnd }: CellEditorProps) {
  const label = useLabel()
  // What the person saw when they began; the list behind may be read anew meanwhile.
  const [record] = useState(shown)
  const [value, setValue] = useState<Json>(record[field.key] ?? null)
  const [error, setError] = useState<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const { Input, isPick } = fieldUi(field)

  const { end, commit } = useCommit({ object, record, field, onEnd }, { root, setError })
  const latest = useRef<() => void>(() => undefined)
  latest.current = () => void commit(value)
  useOutside(root, latest)

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    event.stopPropagation()
    if (event.key === 'Escape') end(false, 'stay')
    else if (event.key === 'Enter' && !isPick && !(event.target instanceof HTMLTextAreaElement && !event.ctrlKey)) void commit(value)
    else if (event.key === 'Tab') {
      event.preventDefault()
      void commit(value, event.shiftKey ? 'previous' : 'next')
    }
  }
  return (
    <div ref={root} role="presentation" className="pg-cell-editor" onKeyDown={onKeyDown}>
      <Suspense>
        <Input
          id={`cell-${record.id}-${field.key}`}
          field={field}
          value={value}
          label={label(field.label)}
          autoFocus
          invalid={error !== null}
          sibling={(key) => record[key] ?? null}
          onChange={(next) => {
            setValue(next)
            setError(null)
            if (isPick) void commit(next)
          }}
        />
      </Suspense>
      {error !== null && (
        <p role="alert" className="pg-cell-editor__error">
          {error}
        </p>
      )}
    </div>
  )
}

type Move = 'stay' | 'next' | 'previous'
type CellParts = { readonly root: { readonly current: HTMLElement | null }; readonly setError: (error: string) => void }

function useCommit({ object, record, field, onEnd }: CellEditorProps, { root, setError }: CellParts) {
  const { api } = useRecordUi()
  const actions = useActions()
  const refresh = useRefresh()
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const ended = useRef(false)
  const before = record[field.key] ?? null
  const end = (saved: boolean, move: Move) => {
    ended.current = true
    onEnd({ saved, move })
  }
  const commit = async (next: Json, move: Move = 'stay') => {
    if (ended.current) return
    if (isSame(next, before)) return end(false, move)
    ended.current = true
    try {
      const saved = await records.update(api, object, {
        id: record.id,
        version: record.version,
        patch: wirePatch(object, { [field.key]: next }),
      })
      refresh(object, saved)
      actions.written(object, record, {
        next: saved,
        text: t('field_changed', { name: titleOf(object, saved), field: label(field.label) }),
      })
      end(true, move)
    } catch (failure) {
      ended.current = false
      const problem = problemIn(failure)
      const own = problem?.errors?.find((each) => each.path === field.key && each.code !== 'use_verb')
      const remedy = own !== undefined || problem === null ? null : remedyOf(object, problem)
      if (remedy === null) {
        setError(own?.message ?? ((problem === null ? '' : obstacles(problem)) || failureText(failure)))
        root.current?.querySelector<HTMLElement>('input,textarea')?.focus()
        return
      }
      // The editor stays with what was typed behind the dialog; only an action of its own needs other input.
      if (remedy === 'verb') end(false, 'stay')
      actions.refuse(object, record, { patch: { [field.key]: next }, error: failure, onSaved: () => end(true, 'stay') })
    }
  }
  return { end, commit }
}

// Leaving the cell saves; drop-downs of the input live elsewhere in the document and do not count as leaving.
function useOutside(root: { readonly current: HTMLElement | null }, run: { readonly current: () => void }): void {
  useEffect(() => {
    const onDown = (event: MouseEvent) => {
      const { target } = event
      if (!(target instanceof Element) || root.current?.contains(target) === true) return
      if (target.closest('.ant-select-dropdown,.ant-picker-dropdown,.ant-modal-root') === null) run.current()
    }
    document.addEventListener('mousedown', onDown, true)
    return () => document.removeEventListener('mousedown', onDown, true)
  }, [root, run])
}
