export { BulkOperation } from './bulk-operation/bulk-operation.object.ts'
export { SavedView } from './saved-view/saved-view.object.ts'
export { ViewPreference } from './saved-view/view-preference.object.ts'
