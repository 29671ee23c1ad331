import { type NotificationMail, startNotificationMail } from '@perigon/activities'
import type { Kernel } from '@perigon/kernel'
import type { Mail } from '@perigon/mail'
import type { FastifyBaseLogger } from 'fastify'

type Configured = {
  readonly publicUrl?: string | undefined
  readonly role: 'all' | 'web' | 'worker'
  readonly logger: FastifyBaseLogger
}

/** The mailing of notifications, as this process is configured: those that only answer browsers leave it to others. */
export function openNotificationMail(kernel: Kernel, mail: Mail, { publicUrl, role, logger }: Configured): NotificationMail {
  const onError = (error: unknown): void => logger.error({ err: error }, 'mailing notifications')
  return startNotificationMail(kernel, { mail, publicUrl: publicUrl ?? '', work: role !== 'web', onError })
}
