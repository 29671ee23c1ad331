import type { Json } from '@perigon/contracts'
import type { Cause, HookInput, Stored } from '@perigon/kernel'
import { type StageFacts, stageFacts } from '../sales-stage/stage-facts.ts'
import { daysBetween, localDate } from './local-date.ts'

type Values = { readonly [field: string]: Json }

/** Files, set-up data and undo tell what was: no action is asked of them and nothing is made up for them. */
export function tellsHistory(cause: Cause): boolean {
  return cause.kind === 'import' || cause.kind === 'seed' || cause.kind === 'undo' || cause.kind === 'merge'
}

export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** True when this write puts the opportunity into another stage, or into its first. */
export function entersStage({ before, image, changed }: HookInput): boolean {
  return before === null || (changed('stage') && before['stage'] !== image['stage'])
}

/** Everything an opportunity knows by itself: title, process, state, probability, dates, counters. */
export function deriveOpportunity(input: HookInput): Values {
  const stage = stageFacts(input.linked('stage'))
  const state = stateOf(stage, input.image['state'])
  const reopened = input.before !== null && isClosed(input.before['state']) && state === 'open'
  const outcome = outcomeValues(input, { state, reopened })
  return {
    ...titleValues(input),
    ...(stage === null ? {} : stageValues(input, stage)),
    ...slipValues(input),
    ...outcome,
    ...cycleValues({ ...input.image, ...outcome }),
    state,
    reopened_count: count((input.before ?? input.image)['reopened_count']) + (reopened ? 1 : 0),
  }
}

/** A closing stage decides; in an open stage the opportunity may be suspended or cancelled. */
function stateOf(stage: StageFacts | null, state: Json | undefined): Json {
  if (stage === null) return state ?? 'open'
  if (stage.kind !== 'open') return stage.kind
  return state === 'suspended' || state === 'cancelled' ? state : 'open'
}

function isClosed(state: Json | undefined): boolean {
  return state === 'won' || state === 'lost'
}

function titleValues({ image, linked }: HookInput): Values {
  if (!isBlank(image['name'])) return {}
  const customer = linked('customer')
  const names = [customer?.['short_name'] ?? customer?.['name'], linked('product')?.['name']].filter((name) => typeof name === 'string')
  const title = names.length > 0 ? names.join(' · ') : image['external_no']
  return typeof title === 'string' ? { name: title.slice(0, 200) } : {}
}

function stageValues(input: HookInput, stage: StageFacts): Values {
  const { image, changed } = input
  const enters = entersStage(input)
  return {
    ...(isBlank(image['process']) ? { process: stage.process } : {}),
    ...forecastValues(input, stage),
    ...(enters ? { stage_position: stage.position, stage_entered_at: enteredAt(input), ...engagedValues(input, stage) } : {}),
    ...(enters && !changed('stage_reason') ? { stage_reason: null } : {}),
  }
}

/** Set-up data may tell when the stage was entered; everybody else enters it now. */
function enteredAt({ image, cause, now }: HookInput): Json {
  const told = image['stage_entered_at']
  return cause.kind === 'seed' && typeof told === 'string' ? told : now.toISOString()
}

/** Probability and category follow the stage until a person decides otherwise; a closing stage always decides. */
function forecastValues(input: HookInput, stage: StageFacts): Values {
  const { image, changed } = input
  const enters = entersStage(input)
  const byStage = { probability: stage.probability, probability_source: 'stage' }
  if (stage.kind !== 'open') return enters ? { ...byStage, forecast_category: stage.forecast_category } : {}
  const given = changed('probability') && !isBlank(image['probability']) && Number(image['probability']) !== Number(stage.probability)
  const released = changed('probability_source') && image['probability_source'] === 'stage' && input.before !== null
  const manual = given || (image['probability_source'] === 'manual' && !isBlank(image['probability']))
  const keepsCategory = !isBlank(image['forecast_category']) && (manual || !enters || changed('forecast_category'))
  return {
    ...(manual ? { probability_source: 'manual' } : enters || released || isBlank(image['probability']) ? byStage : {}),
    ...(keepsCategory && !(released && !manual) ? {} : { forecast_category: stage.forecast_category }),
  }
}

/** The first step forward is the day the customer was engaged, unless somebody said another. */
function engagedValues({ before, image, cause, now, actor }: HookInput, stage: StageFacts): Values {
  if (before === null || stage.kind !== 'open' || tellsHistory(cause) || !isBlank(image['engaged_on'])) return {}
  return stage.position > count(before['stage_position']) ? { engaged_on: localDate(now, actor.time_zone) } : {}
}

function slipValues({ before, image, changed }: HookInput): Values {
  const [old, next] = [before?.['expected_close'], image['expected_close']]
  const slipped = changed('expected_close') && typeof old === 'string' && typeof next === 'string' && next > old
  const counted = before ?? image
  const [times, days] = [count(counted['slip_count']), count(counted['slip_days'])]
  return slipped ? { slip_count: times + 1, slip_days: days + daysBetween(old, next) } : { slip_count: times, slip_days: days }
}

function outcomeValues({ image, changed, cause, now, actor }: HookInput, to: { readonly state: Json; readonly reopened: boolean }): Values {
  if (to.reopened) {
    const cleared = ['closed_on', 'win_reason', 'loss_reason', 'competitor_won'].filter((field) => !changed(field))
    return Object.fromEntries(cleared.map((field) => [field, null]))
  }
  const ends = isClosed(to.state) || to.state === 'cancelled'
  return ends && cause.kind === 'verb' && isBlank(image['closed_on']) ? { closed_on: localDate(now, actor.time_zone) } : {}
}

function cycleValues({ engaged_on: from, closed_on: to }: Stored): Values {
  return { days_to_close: typeof from === 'string' && typeof to === 'string' ? daysBetween(from, to) : null }
}

function count(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}
