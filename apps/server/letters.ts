import { startInvitationMail, startNotificationMail, startNotificationPush } from '@perigon/activities'
import type { Kernel } from '@perigon/kernel'
import type { Mail, MailSettings } from '@perigon/mail'
import type { Push } from '@perigon/push'
import type { FastifyBaseLogger } from 'fastify'

type Configured = {
  readonly publicUrl?: string | undefined
  readonly mail?: MailSettings | undefined
  readonly role: 'all' | 'web' | 'worker'
  readonly logger: FastifyBaseLogger
}

/** Notifications by mail and to devices, and invitations, as this process is configured: those that only answer browsers leave them to others. */
export function openLetters(
  kernel: Kernel,
  { mail, push }: { readonly mail: Mail; readonly push: Push },
  options: Configured,
): { stop(): Promise<void> } {
  const { publicUrl, role, logger } = options
  const work = role !== 'web'
  const failing = (what: string) => (error: unknown) => logger.error({ err: error }, what)
  const all = [
    startNotificationMail(kernel, { mail, publicUrl: publicUrl ?? '', work, onError: failing('mailing notifications') }),
    startNotificationPush(kernel, { push, work, onError: failing('pushing notifications') }),
    startInvitationMail(kernel, { mail, from: options.mail?.from ?? '', work, onError: failing('mailing invitations') }),
  ]
  return {
    stop: async () => {
      for (const each of all) await each.stop()
    },
  }
}
