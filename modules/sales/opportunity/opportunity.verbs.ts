import { AppError, invalid, type Json } from '@perigon/contracts'
import { f, label } from '@perigon/define'
import { defineVerb, type Stored, type VerbContext } from '@perigon/kernel'
import { isBlank } from './opportunity.derive.ts'
import { VERB_LABELS } from './opportunity.labels.ts'
import { LOSS_REASONS, OPPORTUNITY_STATES, WIN_REASONS } from './opportunity.options.ts'

const reason = f.text({ label: label('原因', 'Reason'), required: true, max: 500 })
const note = f.text({ label: label('备注', 'Note'), max: 500 })

export const winOpportunity = defineVerb({
  object: 'opportunity',
  key: 'win',
  label: VERB_LABELS.win,
  params: {
    closed_on: f.date({ label: label('成交日期', 'Closed on') }),
    amount: f.money({ label: label('成交金额', 'Amount'), min: 0 }),
    win_reason: f.select(WIN_REASONS, { label: label('赢单原因', 'Win reason') }),
    note,
  },
  run: async (context, { record, params }) => {
    demandState(record, ['open'])
    const stage = await closingStage(context, record, 'won')
    await change(context, record, { stage, ...given(params, ['closed_on', 'amount', 'win_reason']), stage_reason: params['note'] ?? null })
  },
})

export const loseOpportunity = defineVerb({
  object: 'opportunity',
  key: 'lose',
  label: VERB_LABELS.lose,
  danger: true,
  params: {
    loss_reason: f.select(LOSS_REASONS, { label: label('输单原因', 'Loss reason'), required: true }),
    competitor_won: f.text({ label: label('胜出竞争对手', 'Competitor that won'), max: 100 }),
    closed_on: f.date({ label: label('关闭日期', 'Closed on') }),
    note,
  },
  run: async (context, { record, params }) => {
    demandState(record, ['open'])
    const stage = await closingStage(context, record, 'lost')
    const values = given(params, ['loss_reason', 'competitor_won', 'closed_on'])
    await change(context, record, { stage, ...values, stage_reason: params['note'] ?? null })
  },
})

/** Back to work with a reason: into the stage asked for, or the one it was closed from. */
export const reopenOpportunity = defineVerb({
  object: 'opportunity',
  key: 'reopen',
  label: VERB_LABELS.reopen,
  params: {
    reason,
    return_stage: f.link('sales_stage', {
      label: label('返回阶段', 'Stage to return to'),
      help: label('留空则回到关闭前的阶段', 'Blank: the stage before closing'),
    }),
  },
  run: async (context, { record, params }) => {
    demandState(record, ['won', 'lost'])
    const stage = params['return_stage'] ?? (await stageBeforeClosing(context, record))
    if (isBlank(stage)) throw invalid([{ path: 'return_stage', code: 'required' }])
    await demandOpenStage(context, stage)
    await change(context, record, { stage: stage ?? null, state: 'open', stage_reason: params['reason'] ?? null })
  },
})

export const suspendOpportunity = defineVerb({
  object: 'opportunity',
  key: 'suspend',
  label: VERB_LABELS.suspend,
  params: { reason },
  run: async (context, { record, params }) => {
    demandState(record, ['open'])
    await change(context, record, { state: 'suspended', stage_reason: params['reason'] ?? null })
  },
})

export const resumeOpportunity = defineVerb({
  object: 'opportunity',
  key: 'resume',
  label: VERB_LABELS.resume,
  params: { expected_close: f.date({ label: label('预计成交日期', 'Expected close') }), note },
  run: async (context, { record, params }) => {
    demandState(record, ['suspended'])
    await change(context, record, { state: 'open', ...given(params, ['expected_close']), stage_reason: params['note'] ?? null })
  },
})

export const cancelOpportunity = defineVerb({
  object: 'opportunity',
  key: 'cancel',
  label: VERB_LABELS.cancel,
  danger: true,
  params: { reason },
  run: async (context, { record, params }) => {
    demandState(record, ['open'])
    await change(context, record, { state: 'cancelled', stage_reason: params['reason'] ?? null })
  },
})

export const opportunityVerbs = [
  winOpportunity,
  loseOpportunity,
  reopenOpportunity,
  suspendOpportunity,
  resumeOpportunity,
  cancelOpportunity,
] as const

/** One cannot reopen into a closing stage. */
async function demandOpenStage(context: VerbContext, stage: Json | undefined): Promise<void> {
  const found = typeof stage === 'string' ? await context.get('sales_stage', stage) : null
  if (found?.['kind'] === 'open') return
  throw invalid([{ path: 'return_stage', code: 'option', data: { value: found?.['name'] ?? '' } }])
}

function demandState(record: Stored, allowed: readonly string[]): void {
  const state = record['state'] ?? 'open'
  if (typeof state === 'string' && allowed.includes(state)) return
  const known = OPPORTUNITY_STATES.find((candidate) => candidate.value === state)
  throw new AppError('record.state', { data: { state: known?.label ?? state } })
}

async function closingStage(context: VerbContext, record: Stored, kind: 'won' | 'lost'): Promise<Json> {
  const stages = await context.find('sales_stage', { process: record['process'] ?? null, kind })
  const first = [...stages].sort(byPosition)[0]
  if (first === undefined)
    throw invalid([{ path: 'process', code: 'option', data: { value: VERB_LABELS[kind === 'won' ? 'win' : 'lose'] } }])
  return first['id'] ?? null
}

function byPosition(left: Stored, right: Stored): number {
  return Number(left['position'] ?? 0) - Number(right['position'] ?? 0)
}

/** The stage that the last entry into the closing stage came from; unknown for opportunities that were imported closed. */
async function stageBeforeClosing(context: VerbContext, record: Stored): Promise<Json | undefined> {
  const rows = await context.find('stage_history', { opportunity: record['id'] ?? null, to_stage: record['stage'] ?? null })
  const latest = [...rows].sort((left, right) => String(right['at']).localeCompare(String(left['at'])))[0]
  return latest?.['from_stage']
}

/** Only the parameters that were filled in; the others leave the record as it is. */
function given(params: Stored, keys: readonly string[]): Stored {
  return Object.fromEntries(keys.flatMap((key) => (isBlank(params[key]) ? [] : [[key, params[key] ?? null]])))
}

async function change(context: VerbContext, record: Stored, patch: Stored): Promise<void> {
  const id = record['id']
  if (typeof id !== 'string') throw new AppError('record.not_found')
  await context.write([{ object: 'opportunity', op: 'update', id, patch }])
}
