import type { Stored } from '@perigon/kernel'

export type StageKind = 'open' | 'won' | 'lost'

/** What the rules of an opportunity need to know of a stage. */
export type StageFacts = {
  readonly name: string
  readonly process: string
  readonly kind: StageKind
  readonly position: number
  readonly probability: string
  readonly forecast_category: string
  readonly required_fields: readonly string[]
}

/** Reads a stored stage; null when there is none. */
export function stageFacts(stage: Stored | null): StageFacts | null {
  if (stage === null) return null
  const { name, process, kind, position, probability, forecast_category: category, required_fields: required } = stage
  return {
    name: typeof name === 'string' ? name : '',
    process: typeof process === 'string' ? process : '',
    kind: kind === 'won' || kind === 'lost' ? kind : 'open',
    position: typeof position === 'number' ? position : 0,
    probability: typeof probability === 'string' ? probability : String(probability ?? '0'),
    forecast_category: typeof category === 'string' ? category : 'pipeline',
    required_fields: Array.isArray(required) ? required.filter((key) => typeof key === 'string') : [],
  }
}
