import { createContext, type ReactNode, Suspense, useCallback, useContext, useMemo, useState } from 'react'

type Overlay = { readonly id: number; readonly element: ReactNode }
/** Puts a drawer or dialog over the page. */
export type Show = (draw: (close: () => void) => ReactNode) => void

const Context = createContext<Show>(() => undefined)

/** Opens a drawer or dialog over the page; it stays until it calls `close`. */
export function useOverlay(): Show {
  return useContext(Context)
}

/** Where drawers and dialogs live, so that they outlast the list row or menu that opened them. */
export function OverlayHost({ children }: { readonly children: ReactNode }) {
  const [overlays, setOverlays] = useState<readonly Overlay[]>([])
  const show = useCallback<Show>((draw) => {
    setOverlays((current) => {
      const id = (current.at(-1)?.id ?? 0) + 1
      const close = () => setOverlays((open) => open.filter((each) => each.id !== id))
      return [...current, { id, element: draw(close) }]
    })
  }, [])
  const drawn = useMemo(() => overlays.map((each) => <Suspense key={each.id}>{each.element}</Suspense>), [overlays])
  return (
    <Context.Provider value={show}>
      {children}
      {drawn}
    </Context.Provider>
  )
}
