import type { Clock } from '@perigon/contracts'
import type { Database } from '@perigon/db'

/** The sign-in policy in force. */
export type Policy = {
  readonly idle_minutes: number
  readonly session_hours: number
  readonly former_passwords: number
  readonly networks: readonly string[]
  /** Whether people may turn push on in their browsers. */
  readonly push: boolean
}

const DEFAULT: Policy = { idle_minutes: 30, session_hours: 12, former_passwords: 5, networks: [], push: true }
const REMEMBER_MS = 5_000

export type PolicyReader = { read(): Promise<Policy>; forget(): void }

/** Reads the policy, and remembers it for five seconds. */
export function createPolicy(db: Database, clock: Clock): PolicyReader {
  let known: { readonly policy: Policy; readonly until: number } | null = null
  return {
    read: async () => {
      const now = clock.now().getTime()
      if (known !== null && known.until > now) return known.policy
      const rows = await db.query<Policy>(
        `select idle_minutes, session_hours, former_passwords, coalesce(networks, '{}') as networks, coalesce(push, true) as push
         from sign_in_policy where deleted_at is null order by created_at limit 1`,
      )
      const policy = rows[0] ?? DEFAULT
      known = { policy, until: now + REMEMBER_MS }
      return policy
    },
    forget: () => {
      known = null
    },
  }
}
