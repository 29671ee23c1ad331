import type { Database } from '@perigon/db'
import type { Environment } from '@perigon/kernel'

type Facts = { readonly base: string; readonly rates: ReadonlyMap<string, string> }

const REFRESH_MS = 5_000

async function load(db: Database): Promise<Facts> {
  const [company, currencies] = await Promise.all([
    db.query<{ base_currency: string }>('select base_currency from company where deleted_at is null order by created_at limit 1'),
    db.query<{ code: string; rate: string }>(
      'select code, trim_scale(rate)::text as rate from currency where deleted_at is null and rate is not null limit 500',
    ),
  ])
  return { base: company[0]?.base_currency ?? 'CNY', rates: new Map(currencies.map((row) => [row.code, row.rate])) }
}

/** Base currency and exchange rates of the company, read again every five seconds. */
export async function watchEnvironment(
  db: Database,
): Promise<{ readonly environment: () => Environment; refresh(): Promise<void>; stop(): void }> {
  let facts = await load(db)
  const refresh = async (): Promise<void> => {
    facts = await load(db)
  }
  const timer = setInterval(() => refresh().catch(() => undefined), REFRESH_MS)
  timer.unref()
  return {
    environment: () => ({
      base_currency: facts.base,
      rate: (currency) => (currency === facts.base ? '1' : (facts.rates.get(currency) ?? null)),
    }),
    refresh,
    stop: () => clearInterval(timer),
  }
}
