import type { KeyboardEvent } from 'react'

/** What a key means in a spreadsheet. `typed`: something is being typed into the cell. */
export type SheetKey =
  | { readonly do: 'step'; readonly step: readonly [number, number]; readonly extend: boolean }
  | { readonly do: 'commit'; readonly step: readonly [number, number] }
  | { readonly do: 'edit' | 'empty' | 'fill' | 'undo' | 'all' | 'open' | 'cancel' | 'leave' | 'line' }

const FAR = 1_000_000
const STEPS: { readonly [key: string]: readonly [number, number] } = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [15, 0],
  PageUp: [-15, 0],
  Home: [0, -FAR],
  End: [0, FAR],
  'mod+ArrowDown': [FAR, 0],
  'mod+ArrowUp': [-FAR, 0],
  'mod+ArrowRight': [0, FAR],
  'mod+ArrowLeft': [0, -FAR],
  'mod+Home': [-FAR, -FAR],
  'mod+End': [FAR, FAR],
}
const COMMANDS: { readonly [key: string]: SheetKey } = {
  Enter: { do: 'edit' },
  F2: { do: 'edit' },
  Delete: { do: 'empty' },
  Backspace: { do: 'empty' },
  'mod+d': { do: 'fill' },
  'mod+z': { do: 'undo' },
  'mod+a': { do: 'all' },
  'mod+Enter': { do: 'open' },
  Escape: { do: 'leave' },
}

/** The meaning of a key; null: none, it is text or belongs to the browser. */
export function sheetKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  isTyping: boolean,
): SheetKey | null {
  const { key, shiftKey: isShift, altKey: isAlt } = event
  const isMod = event.ctrlKey || event.metaKey
  if (isTyping) {
    if (key === 'Escape') return { do: 'cancel' }
    if (key === 'Enter' && isAlt) return { do: 'line' }
    if (key === 'Enter') return { do: 'commit', step: [isShift ? -1 : 1, 0] }
    return key === 'Tab' ? { do: 'commit', step: [0, isShift ? -1 : 1] } : null
  }
  if (isAlt) return null
  if (key === 'Tab' && !isMod) return { do: 'step', step: [0, isShift ? -1 : 1], extend: false }
  const chord = `${isMod ? 'mod+' : ''}${key.length === 1 ? key.toLowerCase() : key}`
  const step = STEPS[chord]
  if (step !== undefined) return { do: 'step', step, extend: isShift }
  return COMMANDS[chord] ?? null
}
