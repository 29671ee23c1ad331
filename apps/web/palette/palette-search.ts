import type { ObjectMeta } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { fieldText, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'

export type Mark = readonly [number, number]

export type PaletteEntry = {
  readonly key: string
  readonly title: string
  readonly subtitle?: string
  /** The parts a search matched, as [from, to); commands are marked by their text. */
  readonly marks?: { readonly title: readonly Mark[]; readonly subtitle: readonly Mark[] }
  readonly href?: string
  readonly run?: () => void
}
export type PaletteGroup = { readonly title: string; readonly entries: readonly PaletteEntry[] }

type FoundItem = Pick<PaletteEntry, 'title' | 'subtitle' | 'marks'> & {
  readonly id: string
  /** The field that was matched, when neither title nor subtitle shows it. */
  readonly found?: { readonly field: string; readonly value: string; readonly marks: readonly Mark[] }
}
type Found = { readonly groups: readonly { readonly object: string; readonly items: readonly FoundItem[] }[] }
/** A record opened lately. */
export type Recent = { readonly object: string; readonly id: string; readonly title: string; readonly at: string }

/** Records that match, grouped by object; asks 160 ms after the last key. */
export function useFound(q: string): { readonly groups: readonly PaletteGroup[]; readonly isBusy: boolean } {
  const { api, meta, modules } = useRecordUi()
  const label = useLabel()
  const why = useWhy()
  const [settled, setSettled] = useState(q)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(q), 160)
    return () => clearTimeout(timer)
  }, [q])
  const found = useQuery({
    queryKey: ['search', settled],
    queryFn: ({ signal }) => api.call<Found>('GET', `/api/v1/search?q=${encodeURIComponent(settled)}`, { signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const rank = (key: string) => modules.findIndex((each) => each.key === meta.object(key)?.module)
  const sorted = (found.data?.groups ?? []).toSorted((a, b) => rank(a.object) - rank(b.object))
  const groups = sorted.flatMap((group): PaletteGroup[] => {
    const object = meta.object(group.object)
    if (object === undefined || group.items.length === 0) return []
    return [
      {
        title: label(object.label.many),
        entries: group.items.map((each) => ({
          key: `${group.object}:${each.id}`,
          title: each.title,
          href: `/${object.path}/${each.id}`,
          ...(each.subtitle === undefined ? {} : { subtitle: each.subtitle }),
          ...(each.marks === undefined ? {} : { marks: each.marks }),
          ...why(object, each, settled),
        })),
      },
    ]
  })
  return { groups, isBusy: found.isFetching || settled !== q }
}

/** Beside a record that was found by a field nobody sees here: that field, with what was matched. */
function useWhy(): (object: ObjectMeta, item: FoundItem, q: string) => Pick<PaletteEntry, 'subtitle' | 'marks'> {
  const label = useLabel()
  const locale = useLocale()
  const context = useFieldContext()
  return (object, { found, marks }, q) => {
    const field = object.fields.find((each) => each.key === found?.field)
    if (found === undefined || field === undefined) return {}
    const text = fieldText(field, found.value, { locale, context })
    const name = `${label(field.label)} `
    // A telephone number is written in groups: what was typed stands elsewhere in it than in the value that was searched.
    const held = text === found.value ? found.marks : digitsAt(text, q)
    return {
      subtitle: `${name}${text}`,
      marks: { title: marks?.title ?? [], subtitle: held.map(([from, to]) => [from + name.length, to + name.length] as const) },
    }
  }
}

/** Where a text holds what was typed. */
export function wordAt(text: string, q: string): readonly Mark[] {
  const at = q === '' ? -1 : text.toLowerCase().indexOf(q.toLowerCase())
  return at < 0 ? [] : [[at, at + q.length]]
}

/** Where a number that is written in groups holds the digits that were typed, whichever way those are grouped. */
export function digitsAt(text: string, q: string): readonly Mark[] {
  const places = [...text].flatMap((each, at) => (/\d/.test(each) ? [at] : []))
  const typed = q.replace(/^\+86|\D/g, '')
  const at = typed === '' ? -1 : text.replace(/\D/g, '').indexOf(typed)
  const [from, to] = [places[at], places[at + typed.length - 1]]
  return from === undefined || to === undefined ? [] : [[from, to + 1]]
}

/** What the person opened lately. */
export function useRecentRecords(enabled = true) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['recent'],
    queryFn: () => api.call<{ readonly data: readonly Recent[] }>('GET', '/api/v1/recent'),
    enabled,
    staleTime: 0,
  })
}

/** Recently opened records as a palette group. */
export function useRecent(enabled: boolean): readonly PaletteGroup[] {
  const { meta } = useRecordUi()
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const recent = useRecentRecords(enabled)
  const entries = (recent.data?.data ?? []).slice(0, 8).flatMap((each): PaletteEntry[] => {
    const object = meta.object(each.object)
    return object === undefined
      ? []
      : [{ key: `recent:${each.id}`, title: each.title, subtitle: label(object.label.one), href: `/${object.path}/${each.id}` }]
  })
  return entries.length === 0 ? [] : [{ title: t('palette_recent'), entries }]
}
