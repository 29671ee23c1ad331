import type { Json } from '@perigon/contracts'
import { systemClock } from '@perigon/contracts'
import { trusted } from './wire.unsafe.ts'

/** Typed but unsaved values of a form, kept in this browser tab until saved or thrown away. */
export type Draft = { readonly at: string; readonly version: number | null; readonly values: { readonly [field: string]: Json } }

const PREFIX = 'perigon.draft.'

/** The draft under a key, or null. */
export function readDraft(key: string): Draft | null {
  try {
    const text = sessionStorage.getItem(PREFIX + key)
    return text === null ? null : trusted<Draft>(JSON.parse(text))
  } catch {
    return null
  }
}

/** Keeps a draft; nothing typed removes it. */
export function writeDraft(key: string, draft: Omit<Draft, 'at'>): void {
  if (Object.keys(draft.values).length === 0) {
    dropDraft(key)
    return
  }
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, at: systemClock.now().toISOString() }))
  } catch {
    // A full storage must not stop the person from typing; the form itself still holds everything.
  }
}

/** Forgets a draft. */
export function dropDraft(key: string): void {
  sessionStorage.removeItem(PREFIX + key)
}

/** Forgets every draft: at signing out. */
export function dropAllDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
