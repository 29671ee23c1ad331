import { type Command, defineHooks, type HookInput } from '@perigon/kernel'
import { deriveOpportunity, entersStage, isBlank } from './opportunity.derive.ts'
import { opportunityIssues } from './opportunity.rules.ts'

export const opportunityHooks = defineHooks({
  object: 'opportunity',
  reads: ['stage', 'customer', 'product'],
  // An undo brings every old value back as it was, computed ones included.
  resolve: (input) => (isWrite(input) && input.cause.kind !== 'undo' ? deriveOpportunity(input) : undefined),
  check: (input) => (isWrite(input) ? opportunityIssues(input) : []),
  follow: (input) => (isWrite(input) && entersStage(input) ? stageHistory(input) : []),
})

function isWrite({ op }: HookInput): boolean {
  return op === 'create' || op === 'update'
}

/** One row for every stage entered. Set-up data brings its own history with its own dates. */
function stageHistory({ before, image, actor, cause, now }: HookInput): readonly Command[] {
  if (cause.kind === 'seed' || isBlank(image['id']) || isBlank(image['stage'])) return []
  return [
    {
      object: 'stage_history',
      op: 'create',
      patch: {
        opportunity: image['id'],
        from_stage: before?.['stage'] ?? null,
        to_stage: image['stage'],
        at: now.toISOString(),
        by: actor.employee,
        reason: image['stage_reason'] ?? null,
        dwell_days: dwellDays(before?.['stage_entered_at'], now),
        owner: image['owner'] ?? null,
      },
    },
  ]
}

function dwellDays(enteredAt: unknown, now: Date): string | null {
  if (typeof enteredAt !== 'string') return null
  return (Math.max(0, now.getTime() - Date.parse(enteredAt)) / 86_400_000).toFixed(2)
}
