import { useEffect, useLayoutEffect, useRef } from 'react'

/** What typing in a cell leads to. */
export type CatcherHands = {
  readonly type: (text: string) => void
  /** Focus went elsewhere: what was typed counts. */
  readonly leave: () => void
}

/**
 * The text field in the chosen cell of a spreadsheet. It has the focus all the time and is seen only while somebody types, so
 * that an input method finds a field to compose in and its first letter is not lost; the clipboard works on it without asking.
 */
export function SheetCatcher({
  label,
  typing,
  hands,
}: {
  readonly label: string
  /** What is being typed; null: nothing. */
  readonly typing: string | null
  readonly hands: CatcherHands
}) {
  const field = useRef<HTMLTextAreaElement>(null)
  const isComposing = useRef(false)
  // Uncontrolled: setting the value while an input method composes would end it.
  useLayoutEffect(() => {
    const element = field.current
    if (element === null || isComposing.current || element.value === (typing ?? '')) return
    element.value = typing ?? ''
    element.setSelectionRange(element.value.length, element.value.length)
  }, [typing])
  useEffect(() => {
    const element = field.current
    if (element === null || typing === null) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight + 2, 200)}px`
  }, [typing])
  return (
    <textarea
      ref={field}
      rows={1}
      data-catcher=""
      data-typing={typing !== null}
      className="pg-catcher"
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      onCompositionStart={() => {
        isComposing.current = true
        hands.type(field.current?.value ?? '')
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false
        hands.type(event.currentTarget.value)
      }}
      onInput={(event) => hands.type(event.currentTarget.value)}
      onBlur={(event) => {
        // The window losing the focus is no leaving.
        if (document.activeElement !== event.currentTarget) hands.leave()
      }}
    />
  )
}
