import { PLANNER_VIEWS, type PlannerView, useGo } from '@perigon/record-ui'
import { type LinkValue, usePhone } from '@perigon/ui'
import { useRouterState } from '@tanstack/react-router'
import type { Whose } from './calendar-queries.ts'

/** What the address of the calendar asks for; without a day it is today's. */
export type CalendarChoice = { readonly view: PlannerView; readonly date: string | null; readonly whose: Whose }

/** The choice in the address, and how to change it. */
export function useCalendarAddress(): readonly [CalendarChoice, (change: Partial<CalendarChoice>) => void] {
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const go = useGo()
  const isPhone = usePhone()
  const params = new URLSearchParams(search)
  const usual: PlannerView = isPhone ? 'day' : 'week'
  const choice: CalendarChoice = {
    view: PLANNER_VIEWS.find((each) => each === params.get('view')) ?? usual,
    date: dayIn(params.get('date')),
    whose: whoseIn(params),
  }
  const change = (part: Partial<CalendarChoice>) => {
    const { view, date, whose } = { ...choice, ...part }
    const link: LinkValue | null = whose.kind === 'mine' ? null : whose.link
    const entries = {
      view: params.has('view') || view !== usual ? view : '',
      date: date ?? '',
      whose: whose.kind === 'mine' ? '' : whose.kind,
      id: link?.id ?? '',
      name: link?.title ?? '',
    }
    const text = new URLSearchParams(Object.entries(entries).filter(([, value]) => value !== '')).toString()
    go(text === '' ? '/calendar' : `/calendar?${text}`, 'replace')
  }
  return [choice, change]
}

function dayIn(text: string | null): string | null {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
}

function whoseIn(params: URLSearchParams): Whose {
  const kind = params.get('whose')
  if (kind !== 'colleague' && kind !== 'department') return { kind: 'mine' }
  const id = params.get('id')
  return { kind, link: id === null ? null : { id, title: params.get('name') ?? id } }
}
