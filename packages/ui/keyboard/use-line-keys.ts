import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { isTyping } from './shortcuts.ts'

const STEPS: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }

type Place = { readonly line: Element; readonly at: number }

/**
 * Keys of a list that is worked through line by line: arrows, or J and K, move. The first of them goes into the list from anywhere
 * on the page that has no use for it, so that nobody has to find the list with Tab first; and when the line one stands on goes
 * because it is done, the one that comes into its place has the focus.
 */
export function useLineKeys(list: RefObject<HTMLElement | null>) {
  const last = useRef<Place | null>(null)
  const focus = (at: number): void => {
    const lines = list.current?.children
    const line = lines?.[Math.min(Math.max(at, 0), lines.length - 1)]
    if (line instanceof HTMLElement) line.focus()
  }
  const enter = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const { target } = event
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (STEPS[event.key] === undefined || isTyping(target) || target instanceof HTMLInputElement) return
    if (target instanceof Node && list.current?.contains(target) === true) return
    event.preventDefault()
    focus(last.current?.at ?? 0)
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => enter(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  useEffect(() => {
    const place = last.current
    if (place !== null && !place.line.isConnected && document.activeElement === document.body) focus(place.at)
  })
  return {
    onFocus: ({ target }: FocusEvent) => {
      const at = [...(list.current?.children ?? [])].findIndex((each) => each.contains(target))
      const line = list.current?.children[at]
      if (line !== undefined) last.current = { line, at }
    },
    onKeyDown: (event: KeyboardEvent) => {
      const step = STEPS[event.key]
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Node)) return
      const from = event.target
      focus([...(list.current?.children ?? [])].findIndex((line) => line.contains(from)) + step)
      event.preventDefault()
    },
  }
}
