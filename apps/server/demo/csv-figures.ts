import { ALIAS, type PipelineRow, TEAMS } from './csv-rows.ts'

/** Won and lost by some grouping; `won_value` in yuan. */
export type Standing = { readonly won: number; readonly lost: number; readonly win_rate: number | null; readonly won_value: number }

/** What the files add up to. Shaped like `reference/crm_pipeline.json` of the shared data, so that one test reads both. */
export type StoryFigures = {
  readonly totals: {
    readonly opportunities: number
    readonly stages: { readonly Won: number; readonly Lost: number; readonly Engaging: number; readonly Prospecting: number }
    readonly won_value: number
    readonly win_rate: number | null
    readonly first_engage: string
    readonly last_close: string
    readonly distinct_accounts: number
  }
  readonly days_to_close: { readonly won: Spread; readonly lost: Spread }
  readonly by_product: { readonly [product: string]: Standing }
  readonly by_office: { readonly [region: string]: Standing }
  readonly by_agent: { readonly [seller: string]: Standing }
  readonly by_manager: { readonly [manager: string]: Standing }
  /** Rows under the misspelt product name. */
  readonly alias_rows: number
  readonly accounts_blank_in_pipeline: number
}

export type Spread = { readonly n: number; readonly mean: number; readonly median: number; readonly min: number; readonly max: number }

/** Adds the rows up in plain arithmetic, without the product it is meant to check. */
export function figuresOf(rows: readonly PipelineRow[]): StoryFigures {
  const count = (stage: PipelineRow['stage']): number => rows.filter((row) => row.stage === stage).length
  const team = (seller: string): (typeof TEAMS)[number] | undefined => TEAMS.find(([name]) => name === seller)
  return {
    totals: {
      opportunities: rows.length,
      stages: { Won: count('won'), Lost: count('lost'), Engaging: count('engaging'), Prospecting: count('prospecting') },
      won_value: valueOf(rows),
      win_rate: share(count('won'), count('lost')),
      first_engage:
        rows
          .map((row) => row.engaged)
          .filter((day) => day !== '')
          .sort()[0] ?? '',
      last_close:
        rows
          .map((row) => row.closed)
          .sort()
          .at(-1) ?? '',
      distinct_accounts: new Set(rows.map((row) => row.customer).filter((name) => name !== '')).size,
    },
    days_to_close: { won: spread(rows, 'won'), lost: spread(rows, 'lost') },
    by_product: standings(rows, (row) => (row.product === ALIAS.written ? ALIAS.meant : row.product)),
    by_office: standings(rows, (row) => team(row.seller)?.[2] ?? ''),
    by_agent: standings(rows, (row) => row.seller),
    by_manager: standings(rows, (row) => team(row.seller)?.[1] ?? ''),
    alias_rows: rows.filter((row) => row.product === ALIAS.written).length,
    accounts_blank_in_pipeline: rows.filter((row) => row.customer === '').length,
  }
}

function standings(rows: readonly PipelineRow[], key: (row: PipelineRow) => string): { readonly [name: string]: Standing } {
  return Object.fromEntries([...Map.groupBy(rows, key)].map(([name, group]) => [name, standing(group)]))
}

function standing(rows: readonly PipelineRow[]): Standing {
  const won = rows.filter((row) => row.stage === 'won').length
  const lost = rows.filter((row) => row.stage === 'lost').length
  return { won, lost, win_rate: share(won, lost), won_value: valueOf(rows) }
}

function valueOf(rows: readonly PipelineRow[]): number {
  return rows.reduce((sum, row) => sum + (row.value ?? 0), 0)
}

function share(won: number, lost: number): number | null {
  return won + lost === 0 ? null : won / (won + lost)
}

function spread(rows: readonly PipelineRow[], stage: PipelineRow['stage']): Spread {
  const days = rows
    .filter((row) => row.stage === stage)
    .map((row) => (Date.parse(row.closed) - Date.parse(row.engaged)) / 86_400_000)
    .sort((left, right) => left - right)
  const middle = (days.length - 1) / 2
  const median = ((days[Math.floor(middle)] ?? 0) + (days[Math.ceil(middle)] ?? 0)) / 2
  const mean = days.reduce((sum, value) => sum + value, 0) / days.length
  return { n: days.length, mean, median, min: days[0] ?? 0, max: days.at(-1) ?? 0 }
}
