import { usePrinting } from '@perigon/ui'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

const HEAD_HEIGHT = 38
/** So many rows more are drawn above and below those in sight. */
const OVERSCAN = 8
/** After so long without a movement the list rests. */
const REST_MS = 150

type Window = {
  readonly first: number
  readonly end: number
  /** The row at the upper edge. */
  readonly top: number
  readonly isResting: boolean
}

/**
 * The rows of the list to draw: from `first` to before `end`. All rows are of the same height, whatever they hold. The body is
 * what stands in the element that scrolls.
 */
export function useRowWindow(
  body: { readonly current: HTMLElement | null },
  { count, rowHeight }: { readonly count: number; readonly rowHeight: number },
): Window {
  const isPrinting = usePrinting()
  const [seen, setSeen] = useState<Window>({ first: 0, end: 0, top: 0, isResting: true })
  const sight = useRef({ top: 0, height: 0 })
  const look = useCallback(
    (isResting: boolean) => {
      const { top, height } = sight.current
      const above = Math.floor(top / rowHeight) - OVERSCAN
      // As many wherever the list stands between two rows: one more or less, a row would be made and thrown away every few frames.
      const end = above + Math.ceil((height - HEAD_HEIGHT) / rowHeight) + 1 + 2 * OVERSCAN
      const first = Math.max(0, above)
      const isSame = (old: Window): boolean => old.first === first && old.end === end && old.isResting === isResting
      setSeen((old) => (isSame(old) ? old : { first, end, top: above + OVERSCAN, isResting }))
    },
    [rowHeight],
  )
  useLayoutEffect(() => {
    const element = body.current?.parentElement
    if (element === null || element === undefined) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const measure = () => {
      sight.current = { top: element.scrollTop, height: element.clientHeight }
      look(true)
    }
    const onScroll = () => {
      const top = element.scrollTop
      if (top === sight.current.top) return
      sight.current = { ...sight.current, top }
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => look(true), REST_MS)
      // At once: drawn a frame later, the rows that came into sight would be blank for that frame.
      flushSync(() => look(false))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      if (timer !== null) clearTimeout(timer)
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [body, look])
  if (isPrinting) return { first: 0, end: count, top: 0, isResting: true }
  // A list that became shorter has the browser scroll back by itself, a moment later.
  return { ...seen, first: Math.min(seen.first, Math.max(0, count - 1)), end: Math.min(seen.end, count) }
}

/** Scrolls no further than needed for a row to be in sight, below the head and so much more that stays above the rows. */
export function scrollToRow(
  element: HTMLElement | null,
  top: number,
  { rowHeight, held }: { readonly rowHeight: number; readonly held: number },
): void {
  if (element === null) return
  const below = top + rowHeight + HEAD_HEIGHT - element.clientHeight
  if (element.scrollTop > top - held) element.scrollTop = top - held
  else if (element.scrollTop < below) element.scrollTop = below
}
