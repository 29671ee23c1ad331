import type { ReactNode } from 'react'
import { addDays } from '@perigon/ui'
import { daysAround, stepped } from './calendar-days.ts'

export const PLANNER_VIEWS = ['day', 'week', 'month'] as const
/** How much of the time a planner shows. */
export type PlannerView = (typeof PLANNER_VIEWS)[number]

/** A place in a planner: a day, and a clock time unless it is about the whole day. */
export type PlannerAt = { readonly day: string; readonly time: string | null }

/** Something on a planner, of whatever kind. */
export type PlannerEntry = {
  readonly key: string
  /** What kind of thing it is, in a word. */
  readonly kind: string
  readonly icon: ReactNode
  readonly title: string
  /** With whom or about what. */
  readonly about: string | null
  readonly href: string
  readonly at: PlannerAt
  readonly minutes: number
  readonly tone: 'plain' | 'danger' | 'warn' | 'ok' | 'accent' | 'quiet'
  /** States in words, for those who do not see the colours. */
  readonly notes: readonly string[]
  readonly isDone: boolean
  /** Not settled yet: drawn as an outline. */
  readonly isPlanned: boolean
  /** Null: it stays where it is. */
  readonly move: ((at: PlannerAt) => void) | null
  /** Makes it last so many minutes; null: it has no length of its own. */
  readonly resize: ((minutes: number) => void) | null
  /** Asks for another time in a dialog. */
  readonly choose: (() => void) | null
}

/** What is special about a day. */
export type PlannerDay = { readonly isFree: boolean; readonly name: string; readonly mark: 'off' | 'work' | null }

/** Something that can be made at a place of a planner. */
export type PlannerAdd = { readonly key: string; readonly label: string; readonly icon: ReactNode; readonly run: (at: PlannerAt) => void }

/** Everything a planner draws. */
export type PlannerModel = {
  readonly view: PlannerView
  /** The day looked at. */
  readonly at: string
  readonly now: PlannerAt
  readonly weeks: readonly (readonly string[])[]
  readonly on: (day: string) => readonly PlannerEntry[]
  readonly day: (day: string) => PlannerDay
  readonly adds: readonly PlannerAdd[]
  readonly go: (change: { readonly view?: PlannerView; readonly at?: string }) => void
}

/** The days a view shows, in weeks. */
export function plannerWeeks(at: string, view: PlannerView): readonly (readonly string[])[] {
  return view === 'day' ? [[at]] : daysAround(at, view).weeks
}

/** The day to look at when going on by so many days, weeks or months. */
export function plannerStep(at: string, view: PlannerView, by: number): string {
  return view === 'day' ? addDays(at, by) : stepped(at, view, by)
}

/** Entries by day, the ones of the whole day first, then by time. */
export function entriesByDay(entries: readonly PlannerEntry[]): (day: string) => readonly PlannerEntry[] {
  const days = Map.groupBy(entries, (entry) => entry.at.day)
  const sorted = new Map([...days].map(([day, each]) => [day, each.toSorted(byTime)]))
  return (day) => sorted.get(day) ?? []
}

function byTime(a: PlannerEntry, b: PlannerEntry): number {
  const [left, right] = [a.at.time ?? '', b.at.time ?? '']
  return left === right ? 0 : left < right ? -1 : 1
}
