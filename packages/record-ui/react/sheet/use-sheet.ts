import { MAX_SHEET_CELLS, type ObjectMeta, type SheetResult, type SheetRow } from '@perigon/contracts'
import { formatNumber, phrase, toast, useLocale } from '@perigon/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { records } from '../../core/records.ts'
import { begun, type Edit, failed, NO_NOTES, type Notes, rowOf, settled, without } from '../../core/sheet-notes.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { keys } from '../data/queries.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** Filling a list in like a spreadsheet: whether it is on, what is not saved yet, and how to save and take back. */
export type Sheet = {
  readonly isOn: boolean
  readonly setOn: (isOn: boolean) => void
  readonly notes: Notes
  readonly isBusy: boolean
  /** Writes cells as one operation; what is refused stays in its cell. `more` is told together with the outcome. */
  readonly send: (edits: readonly Edit[], more?: readonly string[]) => Promise<void>
  /** Takes the last operation back. */
  readonly undo: () => Promise<void>
  readonly discard: () => void
  /** The cell was saved in its own editor. */
  readonly forget: (id: string, path: string) => void
  /** A number for a row that is not a record yet. */
  readonly nextDraft: () => number
}

/** Holds the spreadsheet of one list. */
export function useSheet(object: ObjectMeta): Sheet {
  const [isOn, setOn] = useState(false)
  const [notes, setNotes] = useState<Notes>(NO_NOTES)
  const [busy, setBusy] = useState(0)
  const drafts = useRef(0)
  const latest = useRef(notes)
  latest.current = notes
  const operations = useOperations()
  const own = useOwnVersions()
  const inTurn = useTurns()
  const { post, refetch, undoOperation } = useServer(object)
  const locale = useLocale()
  const send = useCallback(
    async (edits: readonly Edit[], more: readonly string[] = []) => {
      const n = edits.reduce((sum, each) => sum + Object.keys(each.cells).length, 0)
      if (n > MAX_SHEET_CELLS) return toast({ text: tooMany(n, locale), tone: 'error' })
      if (n === 0) return more.length === 0 ? undefined : toast({ text: more.join(' · '), tone: 'info' })
      setNotes((old) => begun(old, edits))
      setBusy((old) => old + 1)
      await inTurn(async () => {
        try {
          const rows = edits.map((each) => own.on(rowOf(latest.current, each)))
          const result = await post(rows)
          own.learn(rows, result)
          if (result.operation !== null) operations.push(result.operation)
          await refetch()
          setNotes((old) => settled(old, edits, { result, title: object.title }))
          tell(result, { edits, more, locale })
        } catch (error) {
          setNotes((old) => failed(old, edits, failureText(error)))
        } finally {
          setBusy((old) => old - 1)
        }
      })
    },
    [inTurn, locale, object.title, operations, own, post, refetch],
  )
  const undo = useUndo({ operations, refetch, undoOperation })
  const discard = useCallback(() => setNotes(NO_NOTES), [])
  const forget = useCallback((id: string, path: string) => setNotes((old) => without(old, id, path)), [])
  const nextDraft = useCallback(() => {
    drafts.current += 1
    return drafts.current
  }, [])
  return useMemo(
    () => ({ isOn, setOn, notes, isBusy: busy > 0, send, undo, discard, forget, nextDraft }),
    [busy, discard, forget, isOn, nextDraft, notes, send, undo],
  )
}

/** What was done in this sheet, the newest last. */
function useOperations() {
  const done = useRef<string[]>([])
  return useMemo(() => ({ push: (id: string) => void done.current.push(id), pop: () => done.current.pop() }), [])
}

type Undoing = Pick<ReturnType<typeof useServer>, 'refetch' | 'undoOperation'> & {
  readonly operations: ReturnType<typeof useOperations>
}

function useUndo({ operations, refetch, undoOperation }: Undoing): () => Promise<void> {
  const locale = useLocale()
  return useCallback(async () => {
    const operation = operations.pop()
    if (operation === undefined) return toast({ text: phrase(sheetPhrases, 'nothing_to_undo'), tone: 'info' })
    try {
      const { kept } = await undoOperation(operation)
      await refetch()
      const n = formatNumber(kept.length, locale)
      toast({ text: kept.length === 0 ? phrase(sheetPhrases, 'undone') : phrase(sheetPhrases, 'undone_partly', { n }), tone: 'info' })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }, [locale, operations, refetch, undoOperation])
}

/** One after the other: what is typed while a block is saved waits for it. */
function useTurns(): (work: () => Promise<void>) => Promise<void> {
  const last = useRef(Promise.resolve())
  return useCallback((work) => {
    last.current = last.current.then(work)
    return last.current
  }, [])
}

/** Versions that came of our own writes: a cell that is typed again before the list is read anew is no conflict with oneself. */
function useOwnVersions() {
  const known = useRef(new Map<string, number>())
  return useMemo(() => {
    const on = (row: SheetRow): SheetRow => {
      let { version } = row
      for (let next = version; next !== undefined; next = known.current.get(`${row.id}:${next}`)) version = next
      return version === undefined ? row : { ...row, version }
    }
    const learn = (rows: readonly SheetRow[], result: SheetResult): void =>
      rows.forEach(({ id, version }, index) => {
        const now = result.rows[index]?.version
        if (version !== undefined && now === version + 1) known.current.set(`${id}:${version}`, now)
      })
    return { on, learn }
  }, [])
}

function useServer(object: ObjectMeta) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMemo(
    () => ({
      post: (rows: readonly SheetRow[]) => api.call<SheetResult>('POST', `/api/v1/${object.path}/sheet`, { body: { rows } }),
      refetch: () => client.invalidateQueries({ queryKey: keys.all }),
      undoOperation: (operation: string) => records.undoOperation(api, operation),
    }),
    [api, client, object.path],
  )
}

/** Says that a block is larger than one request may be. */
export function tooMany(n: number, locale: Parameters<typeof formatNumber>[1]): string {
  return phrase(sheetPhrases, 'too_many', { n: formatNumber(n, locale), limit: formatNumber(MAX_SHEET_CELLS, locale) })
}

type Outcome = { readonly edits: readonly Edit[]; readonly more: readonly string[]; readonly locale: Parameters<typeof formatNumber>[1] }

// One cell that was saved shows by itself; more, or something left out, is said.
function tell(result: SheetResult, { edits, more, locale }: Outcome): void {
  const fresh = result.rows.filter((row, index) => row.id !== null && edits[index]?.record.version === 0).length
  const cells = edits.reduce((sum, each, index) => {
    const row = result.rows[index]
    return row === undefined || row.id === null
      ? sum
      : sum + Object.keys(each.cells).filter((path) => row.faults[path] === undefined).length
  }, 0)
  const parts = [
    ...(cells > 1 ? [phrase(sheetPhrases, 'saved', { n: formatNumber(cells, locale) })] : []),
    ...(fresh > 0 ? [phrase(sheetPhrases, 'created', { n: formatNumber(fresh, locale) })] : []),
    ...more,
  ]
  if (parts.length > 0) toast({ text: parts.join(' · '), tone: more.length > 0 ? 'info' : 'ok' })
}
