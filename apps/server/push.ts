import type { Clock } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { Jobs } from '@perigon/jobs'
import type { MailSettings } from '@perigon/mail'
import type { SignIn } from '@perigon/organization'
import { createPush, type Push } from '@perigon/push'
import type { FastifyBaseLogger } from 'fastify'

type Configured = {
  readonly publicUrl?: string | undefined
  readonly mail?: MailSettings | undefined
  readonly pushInside?: boolean
  readonly logger: FastifyBaseLogger
}

/** Where a push service finds whoever runs this installation. */
function subjectOf({ publicUrl, mail }: Configured): string {
  if (publicUrl?.startsWith('https://') === true) return publicUrl
  const address = /[^\s<>]+@[^\s<>]+/.exec(mail?.from ?? '')?.[0]
  return `mailto:${address ?? 'perigon@localhost'}`
}

/** Web Push, with the keys of this installation. */
export async function openPush(
  base: { readonly db: Database; readonly clock: Clock; readonly jobs: Jobs; readonly signIn: SignIn },
  options: Configured,
): Promise<Push> {
  const { db, clock, jobs, signIn } = base
  const push = await createPush({
    db,
    clock,
    jobs,
    secrets: signIn.deps.secrets,
    subject: subjectOf(options),
    allowed: async () => (await signIn.deps.policy.read()).push,
    inside: options.pushInside,
  })
  if (push.publicKey === null)
    options.logger.error('web push is off: its key was sealed with another secret.key than the one in the data folder')
  return push
}
