import type { Condition, FieldCondition, ObjectMeta, RelativePeriod } from '@perigon/contracts'
import { useGo } from '@perigon/record-ui'
import { useRouterState } from '@tanstack/react-router'

export const PERIOD_CHOICES = [
  'all',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
  'last_n_months',
] as const
export type PeriodChoice = (typeof PERIOD_CHOICES)[number]
export const DATE_CHOICES = ['engaged_on', 'closed_on', 'expected_close'] as const
export type DateChoice = (typeof DATE_CHOICES)[number]
export const GROUP_CHOICES = ['owner', 'department', 'product', 'customer.region'] as const
export type GroupChoice = (typeof GROUP_CHOICES)[number]
/** Every process that has opportunities. */
export const ALL_PROCESSES = 'all'
export type LinkChoice = { readonly id: string; readonly title: string } | null

/** Which opportunities the funnel counts; all of it is in the address. */
export type FunnelScope = {
  readonly process: string | null
  readonly period: PeriodChoice
  readonly date: DateChoice
  readonly owner: LinkChoice
  readonly department: LinkChoice
  readonly product: LinkChoice
  readonly measure: 'count' | 'amount'
  readonly by: GroupChoice
}

/** The scope in the address, and how to change it. */
export function useFunnelScope(): readonly [FunnelScope, (change: Partial<FunnelScope>) => void] {
  const go = useGo()
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const params = new URLSearchParams(search)
  const link = (name: string): LinkChoice => {
    const id = params.get(name)
    return id === null ? null : { id, title: params.get(`${name}_title`) ?? id }
  }
  const scope: FunnelScope = {
    process: params.get('process'),
    period: PERIOD_CHOICES.find((each) => each === params.get('period')) ?? 'all',
    date: DATE_CHOICES.find((each) => each === params.get('date')) ?? 'engaged_on',
    owner: link('owner'),
    department: link('department'),
    product: link('product'),
    measure: params.get('measure') === 'amount' ? 'amount' : 'count',
    by: GROUP_CHOICES.find((each) => each === params.get('by')) ?? 'owner',
  }
  const change = (next: Partial<FunnelScope>) => {
    const merged = { ...scope, ...next }
    const out = new URLSearchParams()
    for (const [name, value] of Object.entries(merged)) {
      if (value === null) continue
      if (typeof value === 'string') out.set(name, value)
      else {
        out.set(name, value.id)
        out.set(`${name}_title`, value.title)
      }
    }
    go(`/funnel?${out.toString()}`, 'replace')
  }
  return [scope, change]
}

/** The conditions of a scope on opportunities. */
export function scopeConditions(scope: FunnelScope, process: string | null): readonly FieldCondition[] {
  const links = (['owner', 'department', 'product'] as const).flatMap((field): FieldCondition[] => {
    const link = scope[field]
    return link === null ? [] : [{ field, op: 'eq', value: link.id }]
  })
  return [
    ...(process === null || process === ALL_PROCESSES ? [] : [{ field: 'process', op: 'eq' as const, value: process }]),
    ...(scope.period === 'all' ? [] : [{ field: scope.date, op: 'within' as const, value: periodOf(scope.period) }]),
    ...links,
  ]
}

/** The same conditions seen from a record that links to the opportunity. */
export function through(link: string, conditions: readonly FieldCondition[]): readonly FieldCondition[] {
  return conditions.map((each) => ({ ...each, field: `${link}.${each.field}` }))
}

/** Conditions as one. */
export function joined(conditions: readonly Condition[]): Condition | null {
  const [only] = conditions
  return only === undefined ? null : conditions.length === 1 ? only : { and: conditions }
}

function periodOf(choice: Exclude<PeriodChoice, 'all'>): RelativePeriod {
  return choice === 'last_n_months' ? { period: choice, n: 12 } : { period: choice }
}

/** What every part of the funnel page counts. */
export type FunnelPart = {
  readonly object: ObjectMeta
  readonly conditions: readonly FieldCondition[]
  readonly measure: 'count' | 'amount'
}

/** A condition that an opportunity is in a state. */
export function inState(state: 'open' | 'won' | 'lost' | 'suspended' | 'cancelled'): FieldCondition {
  return { field: 'state', op: 'eq', value: state }
}
