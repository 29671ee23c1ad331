import type { Json } from '@perigon/contracts'

/** One write of the story; the actor is the system and the cause a seed, so computed fields and `created_at` may be told. */
export type StoryCommand = {
  readonly object: string
  readonly op: 'create' | 'update'
  readonly id: string
  readonly values: { readonly [field: string]: Json }
}

export function create(object: string, id: string, values: StoryCommand['values']): StoryCommand {
  return { object, op: 'create', id, values }
}

/** Money of the story is in yuan. */
export function yuan(amount: number): { readonly amount: string; readonly currency: 'CNY' } {
  return { amount: amount.toFixed(2), currency: 'CNY' }
}
