import { label } from '@perigon/define'

/** Names of the actions: the verbs carry them, refusals point to them. */
export const VERB_LABELS = {
  win: label('赢单', 'Win'),
  lose: label('输单', 'Lose'),
  reopen: label('重启', 'Reopen'),
  suspend: label('挂起', 'Suspend'),
  resume: label('恢复', 'Resume'),
  cancel: label('取消商机', 'Cancel'),
} as const

export type OpportunityVerb = keyof typeof VERB_LABELS
