import type { Stored } from '@perigon/kernel'

/** A record as it is stored, complete with what the kernel adds. */
export type Image = Stored & { readonly id: string }

/** The day the generated company lives in. */
export const TODAY = Date.UTC(2026, 10, 1, 8)
export const DAY = 86_400_000

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()
export const isoDate = (milliseconds: number): string => iso(milliseconds).slice(0, 10)

export const yuan = (amount: number): Stored => {
  const text = amount.toFixed(2)
  return { amount: text, currency: 'CNY', rate: '1', base: text }
}

/** Times and authors of a record. */
export function stamps(times: { readonly created: number; readonly updated: number }, user: string | null): Stored {
  return { created_at: iso(times.created), created_by: user, updated_at: iso(times.updated), updated_by: user }
}

/** The moment of the last contact by record, as the application keeps it behind the interactions. */
export function* withLast(
  images: Iterable<Image>,
  input: { readonly field: string; readonly facts: readonly { readonly lastContact: number }[] },
): Generator<Image> {
  let place = 0
  for (const image of images) {
    const last = input.facts[place]?.lastContact ?? 0
    place += 1
    yield last === 0 ? image : { ...image, [input.field]: iso(last) }
  }
}
