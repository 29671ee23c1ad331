import type { Issue, Json } from '@perigon/contracts'
import type { HookInput } from '@perigon/kernel'
import { type StageFacts, stageFacts } from '../sales-stage/stage-facts.ts'
import { localDate } from './local-date.ts'
import { entersStage, isBlank, tellsHistory } from './opportunity.derive.ts'
import { type OpportunityVerb, VERB_LABELS } from './opportunity.labels.ts'
import { OPPORTUNITY_STATES } from './opportunity.options.ts'

/** What is wrong with an opportunity as it would be after this write. */
export function opportunityIssues(input: HookInput): readonly Issue[] {
  const stage = stageFacts(input.linked('stage'))
  return [...processIssues(input, stage), ...actionIssues(input, stage), ...entryIssues(input, stage), ...dateIssues(input)]
}

function processIssues({ image }: HookInput, stage: StageFacts | null): readonly Issue[] {
  return stage !== null && !isBlank(image['process']) && image['process'] !== stage.process
    ? [{ path: 'stage', code: 'stage_process' }]
    : []
}

/** Closing, reopening, suspending, resuming and cancelling are actions: they ask for reasons and may not happen by a plain edit. */
function actionIssues(input: HookInput, stage: StageFacts | null): readonly Issue[] {
  const { before, image, changed, cause } = input
  if (cause.kind === 'verb' || tellsHistory(cause)) return []
  const from = before === null ? 'open' : (before['state'] ?? 'open')
  const to = image['state'] ?? 'open'
  const path = entersStage(input) && stage !== null && (stage.kind !== 'open' || from !== 'open') ? 'stage' : 'state'
  if (from === 'cancelled' && (path === 'stage' || to !== from)) {
    return [
      { path, code: 'transition', data: { from: stateLabel(from), to: path === 'stage' && stage !== null ? stage.name : stateLabel(to) } },
    ]
  }
  const verb = from === to ? verbToLeave(input, from) : verbBetween(from, to)
  if (verb !== null) return [askForVerb(path, verb)]
  return to === 'open' && changed('closed_on') && !isBlank(image['closed_on']) ? [askForVerb('closed_on', 'win')] : []
}

/** A stage cannot change while the opportunity is not open, even when the state stays the same. */
function verbToLeave(input: HookInput, state: Json): OpportunityVerb | null {
  if (state === 'open' || input.before === null || !entersStage(input)) return null
  return state === 'suspended' ? 'resume' : 'reopen'
}

function verbBetween(from: Json, to: Json): OpportunityVerb | null {
  if (to === 'won') return 'win'
  if (to === 'lost') return 'lose'
  if (to === 'suspended') return 'suspend'
  if (to === 'cancelled') return 'cancel'
  return from === 'suspended' ? 'resume' : 'reopen'
}

function askForVerb(path: string, verb: OpportunityVerb): Issue {
  return { path, code: 'use_verb', data: { verb: VERB_LABELS[verb] } }
}

function stateLabel(state: Json): Json {
  return OPPORTUNITY_STATES.find((candidate) => candidate.value === state)?.label ?? state
}

/** What entering a stage asks for: its required fields, a reason for going back or reopening, a reason for losing. */
function entryIssues(input: HookInput, stage: StageFacts | null): readonly Issue[] {
  const { image, cause } = input
  if (stage === null || tellsHistory(cause) || !entersStage(input)) return []
  const missing = stage.required_fields.filter((field) => isBlank(image[field]))
  const issues: Issue[] = missing.map((field) => ({ path: field, code: 'stage_requires', data: { stage: stage.name } }))
  if (goesBack(input, stage) && isBlank(image['stage_reason'])) issues.push({ path: 'stage_reason', code: 'reason_required' })
  if (stage.kind === 'lost' && isBlank(image['loss_reason'])) issues.push({ path: 'loss_reason', code: 'reason_required' })
  return issues
}

/** An earlier stage of the same process, or any open stage after an outcome. */
function goesBack({ before, image }: HookInput, stage: StageFacts): boolean {
  if (before === null || stage.kind !== 'open') return false
  if (before['state'] === 'won' || before['state'] === 'lost') return true
  const position = before['stage_position']
  return before['process'] === image['process'] && typeof position === 'number' && stage.position < position
}

function dateIssues({ image, changed, cause, now, actor }: HookInput): readonly Issue[] {
  const { engaged_on: engaged, closed_on: closed } = image
  if (typeof closed !== 'string') return []
  if (typeof engaged === 'string' && closed < engaged) {
    return [{ path: 'closed_on', code: 'after', data: { field: { zh: '开始跟进日期', en: 'Engaged on' } } }]
  }
  const ahead = !tellsHistory(cause) && changed('closed_on') && closed > localDate(now, actor.time_zone)
  return ahead ? [{ path: 'closed_on', code: 'future' }] : []
}
