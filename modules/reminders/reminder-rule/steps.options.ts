export const TELLS = ['owner', 'manager', 'person', 'role', 'pool'] as const
/** Whom a rung tells; the last kind tells nobody but puts a customer into a pool. */
export type Tell = (typeof TELLS)[number]

/** One rung of a ladder: so many days after the date that counts, this happens. Its key stays when rungs are put in another order. */
export type Step = {
  readonly key: string
  readonly after: number
  readonly tell: Tell
  readonly person: string | null
  readonly role: string | null
  readonly pool: string | null
}

export const MOST_STEPS = 8
