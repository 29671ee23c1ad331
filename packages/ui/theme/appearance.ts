import { useSyncExternalStore } from 'react'

/** Colours: follow the system, or always light, or always dark. */
export type ThemeChoice = 'system' | 'light' | 'dark'
/** Height of list rows and fields. */
export type Density = 'compact' | 'middle' | 'loose'
export type Appearance = { readonly theme: ThemeChoice; readonly density: Density }

const STORED = 'perigon.appearance'
const listeners = new Set<() => void>()
let current: Appearance = read()

/** The person's choice of colours and density. */
export function useAppearance(): Appearance {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => current,
  )
}

/** Changes colours or density and remembers it on this machine. */
export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change }
  localStorage.setItem(STORED, JSON.stringify(current))
  applyTheme()
  for (const listener of listeners) listener()
}

/** True while dark colours are shown. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark, () => false)
}

/** Puts the theme on the document; called once before the first paint and on every change. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light'
}

function isDark(): boolean {
  if (current.theme !== 'system') return current.theme === 'dark'
  return typeof matchMedia !== 'undefined' && matchMedia('(prefers-color-scheme: dark)').matches
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const system = matchMedia('(prefers-color-scheme: dark)')
  const onSystem = () => {
    applyTheme()
    listener()
  }
  system.addEventListener('change', onSystem)
  return () => {
    listeners.delete(listener)
    system.removeEventListener('change', onSystem)
  }
}

function read(): Appearance {
  const fallback: Appearance = { theme: 'system', density: 'compact' }
  if (typeof localStorage === 'undefined') return fallback
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return fallback
    const theme = 'theme' in stored && (stored.theme === 'light' || stored.theme === 'dark') ? stored.theme : 'system'
    const density = 'density' in stored && (stored.density === 'middle' || stored.density === 'loose') ? stored.density : 'compact'
    return { theme, density }
  } catch {
    return fallback
  }
}
