/** The only source of time in the product; tests pin it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until told otherwise. */
export function fixedClock(iso: string): Clock & { set(iso: string): void } {
  let current = new Date(iso)
  return {
    now: () => new Date(current),
    set: (next) => {
      current = new Date(next)
    },
  }
}
