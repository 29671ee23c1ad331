import type { Json } from '@perigon/contracts'
import { createContext, useContext } from 'react'
import type { LinkValue } from './values.ts'

/** Narrowing of a picker by another field of the same form: only targets whose `field` is `id`. */
export type LookupWithin = { readonly field: string; readonly id: string }

/** What field cells and inputs need from the application around them. */
export type FieldContext = {
  readonly currency: string
  readonly currencies: readonly string[]
  readonly timeZone: string
  readonly now: () => Date
  readonly lookup: (
    object: string,
    q: string,
    within?: readonly LookupWithin[],
  ) => Promise<readonly (LinkValue & { readonly subtitle?: string })[]>
  /** Other fields of the form that narrow a link (a contact of the chosen customer). */
  readonly within: (object: string, field: string, siblings: (key: string) => Json) => readonly LookupWithin[]
  readonly hrefOf: (object: string, id: string) => string | null
  readonly open: (href: string) => void
  /** Objects of which the signed-in person is one record: filters offer “me”. */
  readonly meTargets: readonly string[]
  /** Objects of which the signed-in person has a tree: filters offer “my departments”. */
  readonly treeTargets: readonly string[]
}

const fallback: FieldContext = {
  currency: 'CNY',
  currencies: ['CNY'],
  timeZone: 'Asia/Shanghai',
  now: () => new Date(0),
  lookup: () => Promise.resolve([]),
  within: () => [],
  hrefOf: () => null,
  open: () => undefined,
  meTargets: [],
  treeTargets: [],
}

const Context = createContext<FieldContext>(fallback)

export const FieldContextProvider = Context.Provider

/** The surroundings of a field. */
export function useFieldContext(): FieldContext {
  return useContext(Context)
}
