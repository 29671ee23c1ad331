import type { CardRole, FieldTypeName, Json, Label, Option } from '@perigon/contracts'

/** What every field definition carries; data only, so that it runs in the browser too. */
export type FieldCommon = {
  readonly label: Label
  readonly help?: Label
  readonly required?: boolean
  /** Set by hooks or the system; refused in a patch. */
  readonly computed?: boolean
  readonly unique?: boolean
  /** A date that is asked for by its day of the year (a birthday): an index serves that. */
  readonly anniversary?: boolean
  /** Never told to people from outside the company (partners, customers), whatever their roles say: cost, margin, credit. */
  readonly internal?: boolean
  /** Part of the record's search text: with its pinyin, as names are looked for, or by its words alone. */
  readonly search?: boolean | 'words'
  readonly default?: Json
  /** Column headers an import also understands. */
  readonly synonyms?: readonly string[]
  /** Where the value stands on a card; an object with a `name` there can be exported as cards. */
  readonly card?: CardRole
  /** Former key, so that the planner renames instead of dropping. */
  readonly was?: string
}

/** A field with its settings erased to what the kernel needs. */
export type FieldDefinition = FieldCommon & {
  readonly type: FieldTypeName
  readonly max?: number
  readonly min?: number
  readonly scale?: number
  readonly options?: readonly Option[]
  readonly target?: string
  /** Name and label of the reverse relation on the target (`contacts`). */
  readonly reverse?: { readonly key: string; readonly label: Label }
  readonly on_delete?: 'restrict' | 'clear' | 'cascade'
  /** Tree links (parent): a record may not be its own ancestor. */
  readonly acyclic?: boolean
  /** Pattern of an automatic number: `KH{YYYY}{000000}`. */
  readonly pattern?: string
  /** Named text check registered by a module (`credit_code`). */
  readonly check?: string
}

/** A field definition that remembers the type of its value for RecordOf. */
export type Field<V, Req extends boolean = false> = FieldDefinition & { readonly __value?: V; readonly __required?: Req }

export type Money = { readonly amount: string; readonly currency: string; readonly base?: string }

type With<Req extends boolean> = FieldCommon & { readonly required?: Req }

function make<V, Req extends boolean>(type: FieldTypeName, settings: FieldCommon & Partial<FieldDefinition>): Field<V, Req> {
  return { ...settings, type }
}

/** The field builders. Each returns plain data. */
export const f = {
  text: <Req extends boolean = false>(s: With<Req> & { readonly max?: number; readonly check?: string }) =>
    make<string, Req>('text', { max: 200, ...s }),
  long_text: <Req extends boolean = false>(s: With<Req> & { readonly max?: number }) =>
    make<string, Req>('long_text', { max: 20000, ...s }),
  integer: <Req extends boolean = false>(s: With<Req> & { readonly min?: number; readonly max?: number }) =>
    make<number, Req>('integer', s),
  decimal: <Req extends boolean = false>(s: With<Req> & { readonly scale?: number; readonly min?: number; readonly max?: number }) =>
    make<string, Req>('decimal', { scale: 2, ...s }),
  money: <Req extends boolean = false>(s: With<Req> & { readonly min?: number }) => make<Money, Req>('money', s),
  percent: <Req extends boolean = false>(s: With<Req>) => make<string, Req>('percent', { scale: 2, min: 0, max: 100, ...s }),
  boolean: <Req extends boolean = false>(s: With<Req>) => make<boolean, Req>('boolean', s),
  date: <Req extends boolean = false>(s: With<Req>) => make<string, Req>('date', s),
  datetime: <Req extends boolean = false>(s: With<Req>) => make<string, Req>('datetime', s),
  /** Whole seconds. */
  duration: <Req extends boolean = false>(s: With<Req>) => make<number, Req>('duration', { min: 0, ...s }),
  select: <const O extends readonly Option[], Req extends boolean = false>(options: O, s: With<Req>) =>
    make<O[number]['value'], Req>('select', { ...s, options }),
  multi_select: <const O extends readonly Option[], Req extends boolean = false>(options: O, s: With<Req>) =>
    make<readonly O[number]['value'][], Req>('multi_select', { ...s, options }),
  tags: <Req extends boolean = false>(s: With<Req>) => make<readonly string[], Req>('tags', { max: 50, ...s }),
  link: <const T extends string, Req extends boolean = false>(
    target: T,
    s: With<Req> & {
      readonly reverse?: { readonly key: string; readonly label: Label }
      readonly on_delete?: 'restrict' | 'clear' | 'cascade'
      readonly acyclic?: boolean
    },
  ) => make<string & { readonly __object?: T }, Req>('link', { on_delete: 'restrict', ...s, target }),
  phone: <Req extends boolean = false>(s: With<Req>) => make<string, Req>('phone', { max: 40, ...s }),
  email: <Req extends boolean = false>(s: With<Req>) => make<string, Req>('email', { max: 254, ...s }),
  url: <Req extends boolean = false>(s: With<Req>) => make<string, Req>('url', { max: 2000, ...s }),
  auto_number: (s: FieldCommon & { readonly pattern: string }) => make<string, false>('auto_number', { max: 40, ...s }),
  json: <Req extends boolean = false>(s: With<Req>) => make<Json, Req>('json', { max: 100000, ...s }),
}

type OptionExtras = Pick<Option, 'color' | 'synonyms' | 'blank'>

/** An option in both languages: value, Chinese label, English label, and perhaps colour, import synonyms and that it means “unknown”. */
export function option<const V extends string>(...[value, zh, en, more]: readonly [value: V, zh: string, en: string, more?: OptionExtras]) {
  return { value, label: { zh, en }, ...more } as const
}

/** A label in both languages. */
export function label(zh: string, en: string): Label {
  return { zh, en }
}
