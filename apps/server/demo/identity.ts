/** Kinds of records of the story, each with its own range of ids. */
const KINDS = {
  branch: 1,
  department: 2,
  position: 3,
  employee: 4,
  user: 5,
  product_category: 6,
  product: 7,
  customer: 8,
  contact: 9,
  contact_position: 10,
  opportunity: 11,
  stage_history: 12,
  interaction: 13,
  task: 14,
  partner: 15,
  record_share: 16,
  customer_pool: 17,
  pool_member: 18,
  pool_rule: 19,
  ownership_change: 20,
  self_service_login: 21,
  reminder_rule: 30,
  saved_view: 40,
} as const

export type Kind = keyof typeof KINDS

/** The id of a record of the story: fixed, shaped like a UUID version 7, in the order of the story. */
export function storyId(kind: Kind, index: number): string {
  return `01900000-0001-7000-8000-${KINDS[kind].toString(16).padStart(4, '0')}${index.toString(16).padStart(8, '0')}`
}
