import { defineModule } from '@perigon/kernel'
import { bulkOperationHooks } from './bulk-operation/bulk-operation.hooks.ts'
import { BulkOperation, SavedView, ViewPreference } from './objects.ts'
import { savedViewHooks } from './saved-view/saved-view.hooks.ts'

export const customization = defineModule({
  name: 'customization',
  needs: [],
  objects: [SavedView, ViewPreference, BulkOperation],
  hooks: [bulkOperationHooks, savedViewHooks],
})
