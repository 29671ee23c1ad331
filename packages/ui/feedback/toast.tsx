import { Button } from 'antd'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { usePhrases } from '../i18n/i18n.ts'
import { useShortcuts } from '../keyboard/shortcuts.ts'
import { general } from '../phrases/general.ts'

/** A short message at the bottom. It stays 5 s, on error and with `undo` 10 s, and as long as the pointer or the focus is on it. Ctrl+Z takes the action back. */
export type Toast = { readonly text: string; readonly tone?: 'ok' | 'error' | 'info'; readonly undo?: () => void | Promise<void> }

type Shown = Toast & { readonly id: number }

const listeners = new Set<() => void>()
let shown: readonly Shown[] = []
let lastId = 0

/** So many are read at a glance. */
const MOST = 3

/** Shows a toast. Where they are too many the oldest goes, one that offers undo last: a late message takes nobody's way back away. */
export function toast(message: Toast): void {
  lastId += 1
  const next = [...shown, { ...message, id: lastId }]
  const leaves = next.length > MOST ? (next.slice(0, -1).find((each) => each.undo === undefined) ?? next[0]) : undefined
  change(next.filter((each) => each !== leaves))
}

/** Where toasts appear; a polite live region. */
export function ToastRegion() {
  const t = usePhrases(general)
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
    () => shown,
  )
  const region = useRef<HTMLDivElement>(null)
  const isHeld = useHeld(region, list.length)
  const undoable = list.findLast((each) => each.undo !== undefined)
  useShortcuts({ 'mod+z': () => undoable !== undefined && runUndo(undoable) }, undoable !== undefined)
  return (
    <div ref={region} className="pg-toasts" role="status" aria-live="polite">
      {list.map((each) => (
        <div key={each.id} className={`pg-toast pg-toast--${each.tone ?? 'ok'}`}>
          {!isHeld && <Expiry id={each.id} ms={lastsFor(each)} />}
          <span className="pg-toast__text">{each.text}</span>
          {each.undo !== undefined && (
            <Button type="link" size="small" onClick={() => runUndo(each)}>
              {t('undo')}
            </Button>
          )}
          <button type="button" className="pg-toast__close" aria-label={t('close')} onClick={() => dismiss(each.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  )
}

/** Whether the pointer or the focus is on what is shown. */
function useHeld(region: { readonly current: HTMLElement | null }, count: number): boolean {
  const [isHeld, hold] = useState(false)
  useEffect(() => {
    const element = region.current
    const [take, leave] = [() => hold(true), () => hold(false)]
    const events = { pointerenter: take, focusin: take, pointerleave: leave, focusout: leave, click: leave }
    for (const [name, listener] of Object.entries(events)) element?.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of Object.entries(events)) element?.removeEventListener(name, listener)
    }
  }, [region])
  // What goes away under the pointer says nothing of the pointer's leaving.
  useEffect(() => {
    if (count === 0) hold(false)
  }, [count])
  return isHeld
}

/** What can be taken back stays long enough to think about it. */
function lastsFor({ tone, undo }: Shown): number {
  return undo !== undefined || tone === 'error' ? 10_000 : 5000
}

function Expiry({ id, ms }: { readonly id: number; readonly ms: number }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), ms)
    return () => clearTimeout(timer)
  }, [id, ms])
  return null
}

function runUndo(entry: Shown): void {
  dismiss(entry.id)
  void entry.undo?.()
}

function dismiss(id: number): void {
  change(shown.filter((each) => each.id !== id))
}

function change(next: readonly Shown[]): void {
  shown = next
  for (const listener of listeners) listener()
}
