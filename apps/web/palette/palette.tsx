import { useActions, useGo, useRecordUi } from '@perigon/record-ui'
import { isComposing, setAppearance, setLocale, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Modal } from 'antd'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { navigationGroups } from '../shell/navigation-entries.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { type PaletteEntry, type PaletteGroup, useFound, useRecent } from './palette-search.ts'

/** One box for everything: records by name, phone or number; pages; commands. */
export function Palette({ onClose, onShortcuts }: { readonly onClose: () => void; readonly onShortcuts: () => void }) {
  const t = usePhrases(shellPhrases)
  const id = useId()
  const go = useGo()
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  const commands = useCommands(q, onShortcuts)
  const recent = useRecent(q.trim() === '')
  const { groups: found, isBusy } = useFound(q.trim())
  const groups: readonly PaletteGroup[] = [
    ...(q.trim() === '' ? recent : found),
    ...(commands.length === 0 ? [] : [{ title: t('palette_commands'), entries: commands }]),
  ]
  const entries = groups.flatMap((each) => each.entries)
  const list = useRef<HTMLDivElement>(null)
  const run = (entry: PaletteEntry, isNewTab: boolean) => {
    if (entry.href !== undefined && isNewTab) window.open(entry.href, '_blank', 'noopener')
    else {
      onClose()
      if (entry.href !== undefined) go(entry.href)
      entry.run?.()
    }
  }
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
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="pg-palette__title" aria-hidden>
              {group.title}
            </div>
            {group.entries.map((entry) => {
              const index = entries.indexOf(entry)
              return (
                <div
                  key={entry.key}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === at}
                  className="pg-palette__entry"
                  onMouseMove={() => setAt(index)}
                  onClick={(event) => run(entry, event.ctrlKey || event.metaKey)}
                  onKeyDown={onKeyDown}
                >
                  <span>
                    <Marked text={entry.title} q={q.trim()} />
                  </span>
                  {entry.subtitle !== undefined && <small className="pg-muted">{entry.subtitle}</small>}
                </div>
              )
            })}
          </div>
        ))}
        {entries.length === 0 && !isBusy && q.trim() !== '' && <p className="pg-palette__none">{t('palette_none', { q: q.trim() })}</p>}
      </div>
    </Modal>
  )
}

function Marked({ text, q }: { readonly text: string; readonly q: string }) {
  const at = q === '' ? -1 : text.toLowerCase().indexOf(q.toLowerCase())
  if (at < 0) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + q.length)}</mark>
      {text.slice(at + q.length)}
    </>
  )
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
