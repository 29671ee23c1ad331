import { AppError } from '@perigon/contracts'
import type { Executor } from '@perigon/db'

/** Failures in a row that cost nothing. A peer may be an office of many people, so it has more. */
const FREE = { login: 5, peer: 20 } as const
const LONGEST_SECONDS = 900

export type Attempt = { readonly keys: readonly string[]; readonly now: Date }

/** What a sign-in is counted by: the account, and the address it comes from. */
export function attemptOf(login: string, peer: string, now: Date): Attempt {
  return { keys: [`login:${login}`, `peer:${peer}`], now }
}

/** Seconds to wait after so many failures: none while they are free, then 2, 4, 8 … up to 15 minutes. */
function delaySeconds(key: string, failures: number): number {
  const free = key.startsWith('peer:') ? FREE.peer : FREE.login
  return failures < free ? 0 : Math.min(LONGEST_SECONDS, 2 ** (failures - free + 1))
}

/** Throws `auth.throttled` while one of the keys has to wait. */
export async function throttle(db: Executor, { keys, now }: Attempt): Promise<void> {
  const rows = await db.query<{ key: string; failures: number; last_at: Date }>({
    text: 'select key, failures, last_at from login_failure where key = any($1)',
    values: [keys],
  })
  const waits = rows.map((row) => {
    // A failure of the same moment may be noted a little later than this attempt began.
    const passed = Math.max(0, (now.getTime() - new Date(row.last_at).getTime()) / 1000)
    return delaySeconds(row.key, row.failures) - passed
  })
  const wait = Math.max(0, ...waits)
  if (wait > 0) throw new AppError('auth.throttled', { data: { seconds: Math.ceil(wait) } })
}

/** Counts a failure; after an hour without one the count begins anew. */
export async function recordFailure(db: Executor, { keys, now }: Attempt): Promise<void> {
  await db.query({
    text: `insert into login_failure (key, failures, last_at) select k, 1, $2 from unnest($1::text[]) k
           on conflict (key) do update set last_at = $2, failures = case when login_failure.last_at < $2::timestamptz - interval '1 hour' then 1 else login_failure.failures + 1 end`,
    values: [keys, now.toISOString()],
  })
}

/** Forgets the failures of an account. Those of a peer stay: one good account must not buy it new guesses. */
export async function forgive(db: Executor, login: string): Promise<void> {
  await db.query({ text: 'delete from login_failure where key = $1', values: [`login:${login.toLowerCase()}`] })
}
