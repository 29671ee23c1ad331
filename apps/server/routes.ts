import { registerExportRunRoutes } from '@perigon/exports'
import { fileURLToPath } from 'node:url'
import { notificationTopic, registerCalendarFeed, registerInboxRoutes } from '@perigon/activities'
import { registerDuplicateCentreRoutes, registerDuplicateRoutes, registerPersonalDataRoutes } from '@perigon/customers'
import type { Database } from '@perigon/db'
import { type AttachmentDeps, registerAttachmentRoutes } from '@perigon/files'
import {
  type AuthPort,
  registerAuditRoutes,
  registerDocumentRoutes,
  registerLive,
  registerLookupRoutes,
  registerOperationRoutes,
  registerRecordRoutes,
  registerSessionRoutes,
  registerWeb,
} from '@perigon/http'
import type { Jobs } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import {
  registerAccountRoutes,
  registerAdministrationRoutes,
  registerMailRoutes,
  registerPasskeyRoutes,
  registerPasskeySignIn,
  registerPolicyRoutes,
  registerPushDeviceRoutes,
  registerResetRoutes,
  registerShareRoutes,
  registerSsoRoutes,
  registerTokenRoutes,
  registerWaysRoute,
  type PasskeyDeps,
} from '@perigon/organization'
import { registerPoolRoutes, registerReclaimRoutes } from '@perigon/pools'
import type { Push } from '@perigon/push'
import { registerReminderRoutes } from '@perigon/reminders'
import type { FastifyInstance } from 'fastify'
import type { WaysIn } from './compose-sign-in.ts'
import { registerAuditExport } from './audit-export-routes.ts'
import { wakeDuplicateJob } from './duplicate-job.ts'
import { mergeGroupsLater, registerBulkRoutes } from './bulk-routes.ts'
import { exportJob } from './export-job.ts'
import { registerExportRoutes } from './export-routes.ts'
import { registerHealthRoutes } from './health-routes.ts'
import { registerImportRoutes } from './import-routes.ts'
import { registerBringOverRoutes } from './other-systems/bring-over-routes.ts'
import { wakeReminders } from './reminder-job.ts'
import { registerSheetRoutes } from './sheet-routes.ts'

export type RouteDeps = WaysIn & {
  readonly db: Database
  readonly kernel: Kernel
  readonly jobs: Jobs
  readonly auth: AuthPort
  readonly push: Push
  readonly files: AttachmentDeps
  readonly dataDir: string
  readonly migrationsDir: string
}

const webRoot = fileURLToPath(new URL('../web/dist', import.meta.url))

/** Every door of the house: what has a name of its own first, then the records of all objects, then the pages. */
export async function registerRoutes(http: FastifyInstance, deps: RouteDeps): Promise<void> {
  const { kernel, signIn, mail, passkeys, sso } = deps
  const withPasskeys: PasskeyDeps = { signIn, passkeys, sessionInfo: (principal) => deps.auth.sessionInfo(principal) }
  registerHealthRoutes(http, deps)
  registerSessionRoutes(http, deps.auth)
  registerWaysRoute(http, { reset: mail.on, passkeys: passkeys?.origin ?? null, sso: sso.provider?.name ?? null })
  registerPasskeySignIn(http, withPasskeys)
  registerSsoRoutes(http, { kernel, signIn, ...sso })
  registerResetRoutes(http, { signIn: signIn.deps, mail, forget: signIn.forget })
  await registerDocumentRoutes(http, kernel)
  registerImportRoutes(http, deps)
  registerBringOverRoutes(http, deps)
  registerExportRoutes(http, kernel)
  registerExportRunRoutes(http, { kernel, queue: (id) => deps.jobs.send(exportJob, { id }) })
  registerBulkRoutes(http, deps)
  registerSheetRoutes(http, kernel)
  registerAttachmentRoutes(http, deps.files)
  registerPersonalDataRoutes(http, kernel)
  registerDuplicateRoutes(http, kernel)
  registerDuplicateCentreRoutes(http, { kernel, wake: () => wakeDuplicateJob(deps.jobs), mergeAll: mergeGroupsLater(deps) })
  registerPoolRoutes(http, kernel)
  registerReclaimRoutes(http, kernel)
  registerReminderRoutes(http, { kernel, wake: () => wakeReminders(deps.jobs) })
  registerInboxRoutes(http, kernel)
  registerCalendarFeed(http, deps)
  const onError = (error: unknown): void => http.log.warn({ err: error }, 'live')
  await registerLive(http, { db: kernel.db, auth: deps.auth, topics: [notificationTopic(kernel)], onError })
  registerAccountRoutes(http, signIn)
  registerPasskeyRoutes(http, withPasskeys)
  registerTokenRoutes(http, deps)
  registerAdministrationRoutes(http, deps)
  registerPolicyRoutes(http, { kernel, policy: signIn.deps.policy, forget: signIn.forget })
  registerMailRoutes(http, mail)
  registerPushDeviceRoutes(http, deps)
  registerShareRoutes(http, kernel, () => signIn.forget())
  registerAuditRoutes(http, kernel)
  registerAuditExport(http, kernel)
  registerLookupRoutes(http, kernel)
  registerOperationRoutes(http, kernel)
  registerRecordRoutes(http, kernel)
  await registerWeb(http, { root: webRoot })
}
