import type { WireRecord } from '@perigon/contracts'
import { useCallback, useMemo, useState } from 'react'

/** Chosen rows; survives paging and sorting, and forgets itself with the filter. */
export type Selection = {
  readonly ids: ReadonlySet<string>
  readonly has: (id: string) => boolean
  readonly toggle: (record: WireRecord) => void
  /** From the last toggled row to this one. */
  readonly range: (record: WireRecord, loaded: readonly WireRecord[]) => void
  /** Everything that matches the filter, loaded or not. */
  readonly isEverything: boolean
  readonly setEverything: () => void
  readonly setAll: (records: readonly WireRecord[]) => void
  readonly clear: () => void
}

type Chosen = ReadonlyMap<string, WireRecord>
const NOTHING: Chosen = new Map()
const EVERYTHING: Chosen = new Map()

/** Holds the selection of a list; another scope (filter, search) starts with none. */
export function useSelection(scope: string): Selection {
  const [state, setState] = useState<{ readonly scope: string; readonly chosen: Chosen }>({ scope, chosen: NOTHING })
  const chosen = state.scope === scope ? state.chosen : NOTHING
  const setChosen = useCallback(
    (next: (old: Chosen) => Chosen) => setState((old) => ({ scope, chosen: next(old.scope === scope ? old.chosen : NOTHING) })),
    [scope],
  )
  const [last, setLast] = useState<string | null>(null)
  const toggle = useCallback(
    (record: WireRecord) => {
      setLast(record.id)
      setChosen((old) => {
        if (old === EVERYTHING) return NOTHING
        const next = new Map(old)
        if (!next.delete(record.id)) next.set(record.id, record)
        return next
      })
    },
    [setChosen],
  )
  const range = useCallback(
    (record: WireRecord, loaded: readonly WireRecord[]) => {
      const from = loaded.findIndex((each) => each.id === last)
      const to = loaded.findIndex((each) => each.id === record.id)
      if (from < 0 || to < 0) return toggle(record)
      setChosen(
        (old) =>
          new Map([
            ...old,
            ...loaded.slice(Math.min(from, to), Math.max(from, to) + 1).map((each): [string, WireRecord] => [each.id, each]),
          ]),
      )
    },
    [last, setChosen, toggle],
  )
  const setAll = useCallback(
    (records: readonly WireRecord[]) => setChosen(() => new Map(records.map((each) => [each.id, each]))),
    [setChosen],
  )
  const setEverything = useCallback(() => setChosen(() => EVERYTHING), [setChosen])
  const clear = useCallback(() => setChosen(() => NOTHING), [setChosen])
  return useMemo(() => {
    const isEverything = chosen === EVERYTHING
    const has = (id: string) => isEverything || chosen.has(id)
    return { ids: new Set(chosen.keys()), has, isEverything, setEverything, toggle, range, setAll, clear }
  }, [chosen, clear, range, setAll, setEverything, toggle])
}
