import { useEffect, useRef } from 'react'

/** Key chord → what it does. `mod+` is Ctrl or ⌘; `g h` is a sequence; plain letters rest while a field has the focus. */
export type Shortcuts = { readonly [chord: string]: (event: KeyboardEvent) => void }

const SEQUENCE_MS = 900

/** Listens for shortcuts on the whole page. Nothing fires while an input method is composing. */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    if (!enabled) return
    let prefix = ''
    let at = 0
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || event.defaultPrevented) return
      const chord = chordOf(event)
      const isPlain = !chord.startsWith('mod+') && !chord.startsWith('alt+')
      if (isPlain && isTyping(event.target)) return
      const sequence = prefix !== '' && event.timeStamp - at < SEQUENCE_MS ? `${prefix} ${chord}` : ''
      const run = latest.current[sequence] ?? (sequence !== '' && isPrefix(prefix) ? undefined : latest.current[chord])
      prefix = isPlain ? chord : ''
      at = event.timeStamp
      if (run === undefined) return
      prefix = ''
      event.preventDefault()
      run(event)
    }
    maps.add(latest)
    const stop = listen(onKey)
    return () => {
      maps.delete(latest)
      stop()
    }
  }, [enabled])
}

// After `c` the letter `a` means “new customer” everywhere, also to a list that knows `a` by itself.
const maps = new Set<{ readonly current: Shortcuts }>()

function isPrefix(key: string): boolean {
  return [...maps].some(({ current }) => Object.keys(current).some((each) => each.startsWith(`${key} `)))
}

// The newest listener goes first: a drawer saves itself, not the form under it.
const listeners: ((event: KeyboardEvent) => void)[] = []

function listen(listener: (event: KeyboardEvent) => void): () => void {
  if (listeners.length === 0) document.addEventListener('keydown', tellNewestFirst)
  listeners.push(listener)
  return () => {
    listeners.splice(listeners.indexOf(listener), 1)
    if (listeners.length === 0) document.removeEventListener('keydown', tellNewestFirst)
  }
}

function tellNewestFirst(event: KeyboardEvent): void {
  for (const listener of [...listeners].reverse()) {
    listener(event)
    if (event.defaultPrevented) return
  }
}

/** True while an input method (pinyin, kana) is composing: Enter then picks a candidate and must do nothing else. */
export function isComposing(event: KeyboardEvent | { readonly nativeEvent: KeyboardEvent }): boolean {
  const native = 'nativeEvent' in event ? event.nativeEvent : event
  return native.isComposing || native.keyCode === 229
}

/** True when keys belong to a field or an open dialog rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target.closest('[role="dialog"],[role="listbox"],[role="menu"]') !== null) return true
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio'
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.getAttribute('role') === 'combobox'
}

function chordOf(event: KeyboardEvent): string {
  const parts = []
  if (event.ctrlKey || event.metaKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push('shift')
  return [...parts, key].join('+')
}
