import { NO_INPUT } from '@perigon/http'
import type { FastifyInstance } from 'fastify'

/** The ways into this installation, as the sign-in page offers them. */
export type WaysIn = {
  /** Whether a link for a new password can be mailed. */
  readonly reset: boolean
  /** The one address passkeys work at; null where they do not. */
  readonly passkeys: string | null
  /** How single sign-on is called here; null without it. */
  readonly sso: string | null
}

/** What the sign-in page may offer; says nothing about anybody. */
export function registerWaysRoute(app: FastifyInstance, ways: WaysIn): void {
  app.get('/api/v1/sign-in-ways', { config: { access: 'public' }, schema: NO_INPUT }, async () => ways)
}
