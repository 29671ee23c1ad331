export { BulkOperation } from './bulk-operation/bulk-operation.object.ts'
export { SavedView } from './saved-view/saved-view.object.ts'
