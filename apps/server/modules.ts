import { activities } from '@perigon/activities'
import { catalog } from '@perigon/catalog'
import { customers } from '@perigon/customers'
import { customization } from '@perigon/customization'
import { exports } from '@perigon/exports'
import { files } from '@perigon/files'
import type { ModuleDefinition } from '@perigon/kernel'
import { organization } from '@perigon/organization'
import { pools } from '@perigon/pools'
import { reminders } from '@perigon/reminders'
import { sales } from '@perigon/sales'

/** The modules of the house, in the order of their needs. */
export const modules: readonly ModuleDefinition[] = [
  organization,
  customers,
  catalog,
  sales,
  activities,
  pools,
  reminders,
  customization,
  files,
  exports,
]
