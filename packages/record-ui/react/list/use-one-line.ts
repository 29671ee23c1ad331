import { useLayoutEffect, useRef } from 'react'

const LEVELS = [0, 1, 2, 3] as const

/**
 * Keeps a bar of buttons in one line: while its last part would go to a second one, words are taken out of sight, those with
 * `data-tight` 1 first; 0 is never in sight. Measured anew when the bar gets another width or `holds` changes.
 */
export function useOneLine(holds: string) {
  const bar = useRef<HTMLDivElement>(null)
  const held = useRef('')
  useLayoutEffect(() => {
    if (bar.current === null || held.current === holds) return
    held.current = holds
    fit(bar.current)
  }, [holds])
  useLayoutEffect(() => {
    const element = bar.current
    if (element === null) return
    let width = element.clientWidth
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      fit(element)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return bar
}

function fit(bar: HTMLElement): void {
  for (const level of LEVELS) {
    for (const words of bar.querySelectorAll<HTMLElement>('[data-tight]'))
      words.classList.toggle('pg-sr', Number(words.dataset['tight']) <= level)
    if (!isWrapped(bar)) return
  }
}

function isWrapped(bar: HTMLElement): boolean {
  const [first, last] = [bar.firstElementChild, bar.lastElementChild]
  return first !== null && last !== null && last.getBoundingClientRect().top >= first.getBoundingClientRect().bottom
}
