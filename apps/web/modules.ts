import { activitiesWeb } from '@perigon/activities/web'
import { catalogWeb } from '@perigon/catalog/web'
import { customersWeb } from '@perigon/customers/web'
import { exportsWeb } from '@perigon/exports/web'
import { filesWeb } from '@perigon/files/web'
import { organizationWeb } from '@perigon/organization/web'
import { poolsWeb } from '@perigon/pools/web'
import type { WebModule } from '@perigon/record-ui'
import { remindersWeb } from '@perigon/reminders/web'
import { salesWeb } from '@perigon/sales/web'

/** The modules of this application, in the order of the navigation. */
export const modules: readonly WebModule[] = [
  customersWeb,
  salesWeb,
  activitiesWeb,
  catalogWeb,
  organizationWeb,
  filesWeb,
  exportsWeb,
  poolsWeb,
  remindersWeb,
].toSorted((a, b) => a.order - b.order)
