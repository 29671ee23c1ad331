import { useActions, useGo, useRecordUi } from '@perigon/record-ui'
import { isComposing, setAppearance, setLocale, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { navigationGroups } from '../navigation/navigation-entries.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { type Mark, type PaletteEntry, type PaletteGroup, useFound, useRecent, wordAt } from './palette-search.ts'

/** One box for everything: records by name, phone or number; pages; commands. */
export function Palette({ onClose, onShortcuts }: { readonly onClose: () => void; readonly onShortcuts: () => void }) {
  const t = usePhrases(shellPhrases)
  const id = useId()
  const [q, setQ] = useState('')
  const { groups, isBusy } = useGroups(q, onShortcuts)
  const entries = groups.flatMap((each) => each.entries)
  const run = useRun(onClose)
  const { at, setAt, onKeyDown, list } = useChoice(entries, run)
  return (
    <Modal
      open
      footer={null}
      closable={false}
      onCancel={onClose}
      width={620}
      className="pg-palette"
      style={{ top: 80 }}
      aria-label={t('palette')}
    >
      <input
        className="pg-palette__input"
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={entries[at] === undefined ? undefined : `${id}-${at}`}
        aria-label={t('palette')}
        aria-busy={isBusy}
        placeholder={t('palette_placeholder')}
        maxLength={200}
        value={q}
        onChange={(event) => {
          setQ(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette')} className="pg-palette__list">
        {groups.map((group) => (
          <Group
            key={group.title}
            id={id}
            group={group}
            first={entries.findIndex((each) => each === group.entries[0])}
            at={at}
            q={q.trim()}
            onPoint={setAt}
            onRun={run}
          />
        ))}
        {entries.length === 0 && !isBusy && q.trim() !== '' && <p className="pg-palette__none">{t('palette_none', { q: q.trim() })}</p>}
      </div>
    </Modal>
  )
}

function useGroups(q: string, onShortcuts: () => void): { readonly groups: readonly PaletteGroup[]; readonly isBusy: boolean } {
  const t = usePhrases(shellPhrases)
  const commands = useCommands(q, onShortcuts)
  const recent = useRecent(q.trim() === '')
  const { groups: found, isBusy } = useFound(q.trim())
  const own = commands.length === 0 ? [] : [{ title: t('palette_commands'), entries: commands }]
  return { groups: [...(q.trim() === '' ? recent : found), ...own], isBusy }
}

type Run = (entry: PaletteEntry, isNewTab: boolean) => void

function useRun(onClose: () => void): Run {
  const go = useGo()
  return (entry, isNewTab) => {
    if (entry.href !== undefined && isNewTab) window.open(entry.href, '_blank', 'noopener')
    else {
      onClose()
      if (entry.href !== undefined) go(entry.href)
      entry.run?.()
    }
  }
}

function useChoice(entries: readonly PaletteEntry[], run: Run) {
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (event.key === 'ArrowDown') setAt((old) => Math.min(entries.length - 1, old + 1))
    else if (event.key === 'ArrowUp') setAt((old) => Math.max(0, old - 1))
    else if (event.key === 'Enter') {
      const entry = entries[at]
      if (entry !== undefined) run(entry, event.ctrlKey || event.metaKey)
    } else return
    event.preventDefault()
    requestAnimationFrame(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }))
  }
  return { at, setAt, onKeyDown, list }
}

type GroupProps = {
  readonly id: string
  readonly group: PaletteGroup
  readonly first: number
  readonly at: number
  readonly q: string
  readonly onPoint: (at: number) => void
  readonly onRun: Run
}

function Group({ id, group, first, at, q, onPoint, onRun }: GroupProps) {
  return (
    <div role="group" aria-label={group.title}>
      <div className="pg-palette__title" aria-hidden>
        {group.title}
      </div>
      {group.entries.map((entry, offset) => {
        const index = first + offset
        return (
          <div
            key={entry.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="pg-palette__entry"
            onMouseMove={() => onPoint(index)}
            onClick={(event) => onRun(entry, event.ctrlKey || event.metaKey)}
            onKeyDown={(event) => event.key === 'Enter' && onRun(entry, event.ctrlKey || event.metaKey)}
          >
            <span>
              <Marked text={entry.title} marks={entry.marks?.title ?? wordAt(entry.title, q)} />
            </span>
            {entry.subtitle !== undefined && (
              <small className="pg-muted">
                <Marked text={entry.subtitle} marks={entry.marks?.subtitle ?? []} />
              </small>
            )}
          </div>
        )
      })}
    </div>
  )
}

/** A text cut into marked and unmarked parts; marks that overlap count once. */
function partsOf(
  text: string,
  marks: readonly Mark[],
): readonly { readonly text: string; readonly from: number; readonly isMarked: boolean }[] {
  const edges = [...new Set([0, text.length, ...marks.flat()])].toSorted((a, b) => a - b)
  return edges.slice(0, -1).map((from, index) => ({
    text: text.slice(from, edges[index + 1]),
    from,
    isMarked: marks.some(([start, end]) => start <= from && from < end),
  }))
}

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }) {
  return partsOf(text, marks).map((part) => (part.isMarked ? <mark key={part.from}>{part.text}</mark> : part.text))
}

function useCommands(q: string, onShortcuts: () => void): readonly PaletteEntry[] {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const locale = useLocale()
  const ui = useRecordUi()
  const actions = useActions()
  const needle = q.trim().toLowerCase()
  const pages = navigationGroups(ui).flatMap((group) =>
    group.entries.map(
      (each): PaletteEntry => ({ key: `go:${each.href}`, title: t('go_to', { name: label(each.label) }), href: each.href }),
    ),
  )
  const creates = ui.meta.objects
    .filter((each) => each.can.create && each.navigable)
    .map(
      (object): PaletteEntry => ({
        key: `new:${object.key}`,
        title: t('sc_new', { name: label(object.label.one) }),
        run: () => actions.create(object),
      }),
    )
  const rest: readonly PaletteEntry[] = [
    { key: 'home', title: t('go_to', { name: t('home') }), href: '/' },
    { key: 'imports', title: t('go_to', { name: t('imports') }), href: '/imports' },
    { key: 'dark', title: `${t('theme')}: ${t('theme_dark')}`, run: () => setAppearance({ theme: 'dark' }) },
    { key: 'light', title: `${t('theme')}: ${t('theme_light')}`, run: () => setAppearance({ theme: 'light' }) },
    { key: 'language', title: locale === 'zh-CN' ? 'English' : '简体中文', run: () => setLocale(locale === 'zh-CN' ? 'en-US' : 'zh-CN') },
    { key: 'shortcuts', title: t('shortcuts'), subtitle: '?', run: onShortcuts },
  ]
  const all = [...creates, ...pages, ...rest]
  return needle === '' ? all.slice(0, 8) : all.filter((each) => each.title.toLowerCase().includes(needle)).slice(0, 8)
}
