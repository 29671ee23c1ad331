import type { KeyboardEvent } from 'react'

const PARTED = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?$/
const BARE = /^(\d{4})(\d{2})(\d{2})$/

/** The calendar day (`2026-01-05`) that a text names as people type it: 2026-1-5, 2026/1/5, 20260105, 2026年1月5日; else null. */
export function readDay(text: string): string | null {
  const [, year, month, date] = PARTED.exec(text) ?? BARE.exec(text) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null
}

// A further key would make another text of it, but no other day; 2026-1-1 may become 2026-1-12.
const WHOLE = /^(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}年.*日)( \d{2}:\d{2})?$/

const textIn = (target: EventTarget): string | null => (target instanceof HTMLInputElement ? target.value.normalize('NFKC').trim() : null)

/**
 * Tells the text of a picker as soon as its field is left, or saved by the keys of a form. By itself a picker tells a frame later, when
 * who typed and saved at once has lost it; it puts back what was emptied, and drops what it cannot read without a word.
 */
export function typed(tell: (text: string) => void) {
  const tellText = (target: EventTarget): void => {
    const text = textIn(target)
    if (text !== null) tell(text)
  }
  return {
    preserveInvalidOnBlur: true,
    onBlur: ({ target }: { readonly target: EventTarget }) => tellText(target),
    onKeyDown: ({ ctrlKey, metaKey, key, target }: KeyboardEvent<HTMLElement>) => {
      if ((ctrlKey || metaKey) && (key === 'Enter' || key === 's')) tellText(target)
    },
  }
}

/**
 * For what is around a picker: tells a text that is whole, or was emptied, while it is typed. A complaint below the field then goes before
 * the field is left, not under the mouse that is pressed on a button.
 */
export function typing(tell: (text: string) => void) {
  return {
    onInput: ({ target }: { readonly target: EventTarget }) => {
      const text = textIn(target)
      if (text === '' || (text !== null && WHOLE.test(text))) tell(text)
    },
  }
}
