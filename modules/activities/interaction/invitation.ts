import type { Issue, Json } from '@perigon/contracts'
import type { HookInput } from '@perigon/kernel'

const WITH_MAIL = { zh: '有邮箱的联系人', en: 'a contact with an e-mail address' }
const PLANNED = { zh: '计划中的拜访或会议', en: 'a planned visit or meeting' }

/** What a guest is told of. */
const TOLD = ['at', 'duration_s', 'subject', 'status', 'contact'] as const

/** Whether a write tells what was; nobody is invited by it. */
function tellsHistory({ cause }: HookInput): boolean {
  return cause.kind === 'import' || cause.kind === 'seed' || cause.kind === 'undo' || cause.kind === 'merge' || cause.kind === 'system'
}

const invites = (input: HookInput): boolean =>
  input.changed('invited_at') && typeof input.image['invited_at'] === 'string' && !tellsHistory(input)

/** The version of the invitation: nothing before the first, then one more for each change a guest is told of. */
export function invitationVersion(input: HookInput): { readonly [field: string]: Json } {
  const { op, before, changed } = input
  const known = before?.['invitation']
  const next = typeof known === 'number' ? known + 1 : 0
  if (invites(input)) return { invitation: next }
  // Taking an invitation back (undo empties the field) is told as well.
  const isTakenBack = changed('invited_at') && input.image['invited_at'] === null
  const isRetold = op === 'update' && next > 0 && (isTakenBack || TOLD.some((field) => changed(field)))
  return isRetold ? { invitation: next } : {}
}

/** Why nobody can be invited: the date is past, or there is nobody to write to. */
export function invitationIssues(input: HookInput): readonly Issue[] {
  if (!invites(input)) return []
  const { type, status, at } = input.image
  if ((type !== 'visit' && type !== 'meeting') || status !== 'planned')
    return [{ path: 'status', code: 'type', data: { expected: PLANNED } }]
  const issues: Issue[] = []
  if (typeof at !== 'string' || new Date(at) <= input.now) issues.push({ path: 'at', code: 'past' })
  if (typeof input.linked('contact')?.['email'] !== 'string') issues.push({ path: 'contact', code: 'type', data: { expected: WITH_MAIL } })
  return issues
}
