import { defineModule } from '@perigon/kernel'
import { bulkOperationHooks } from './bulk-operation/bulk-operation.hooks.ts'
import { BulkOperation, SavedView } from './objects.ts'

export const customization = defineModule({
  name: 'customization',
  needs: [],
  objects: [SavedView, BulkOperation],
  hooks: [bulkOperationHooks],
})
