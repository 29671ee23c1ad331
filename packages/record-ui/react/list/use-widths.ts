import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Widths } from '../../core/list-state.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useArrange } from '../data/views.ts'

const REST = 600
const NONE: Widths = {}

/** The columns this person dragged wider or narrower in a view; kept when the dragging rests, and there on another machine. */
export function useWidths({ object, view, arrangement }: ListModel): readonly [Widths, (path: string, width: number) => void] {
  const arrange = useArrange(object)
  const key = `${object.key}.${view.id}`
  const [dragged, setDragged] = useState<{ readonly key: string; readonly widths: Widths }>({ key, widths: NONE })
  const kept = arrangement.widths[view.id] ?? NONE
  const fresh = dragged.key === key ? dragged.widths : NONE
  const widths = useMemo(() => ({ ...kept, ...fresh }), [fresh, kept])
  const keep = useRef(() => Promise.resolve())
  keep.current = () => arrange({ widths: { ...arrangement.widths, [view.id]: widths } })
  useEffect(() => {
    if (fresh === NONE) return
    // A width that is not kept is no loss worth telling: the column stays as it was dragged.
    const timer = setTimeout(() => keep.current().catch(() => undefined), REST)
    return () => clearTimeout(timer)
  }, [fresh])
  const set = useCallback(
    (path: string, width: number) => setDragged((old) => ({ key, widths: { ...(old.key === key ? old.widths : NONE), [path]: width } })),
    [key],
  )
  return [widths, set]
}
