import type { RuleName } from './rules/index.ts'

/** A rule that does not hold yet somewhere, and why. The list only gets shorter. */
export type Debt = { readonly rule: RuleName; readonly path: string; readonly why: string }

export const debts: readonly Debt[] = []
