import { lazy } from 'react'

export * from './core/api.ts'
export * from './core/drafts.ts'
export * from './core/list-state.ts'
export * from './core/meta-index.ts'
export * from './core/planner.ts'
export * from './core/records.ts'
export { isBesideFields } from './core/refusal.ts'
export { focusFirstError } from './react/form/focus-first-error.ts'
export { PlainField, useRequired } from './react/form/plain-field.tsx'
export * from './core/session-store.ts'
export * from './core/web-module.ts'
export { trusted } from './core/wire.unsafe.ts'
export * from './react/actions/use-actions.tsx'
export * from './react/data/queries.ts'
export * from './react/data/use-live.ts'
export * from './react/frame/failure.tsx'
export * from './react/frame/go-link.tsx'
export * from './react/frame/overlays.tsx'
export * from './react/frame/record-ui-context.tsx'
export * from './react/frame/record-ui-provider.tsx'
export * from './react/frame/record-value.tsx'
export * from './react/frame/use-title.ts'
export * from './react/list/list-screen.tsx'

/** One record. */
export const RecordScreen = lazy(async () => ({ default: (await import('./react/record/record-screen.tsx')).RecordScreen }))
/** Deleted records of an object. */
export const TrashScreen = lazy(async () => ({ default: (await import('./react/trash-screen.tsx')).TrashScreen }))
/** Loading a file into an object. */
export const ImportScreen = lazy(async () => ({ default: (await import('./react/import/import-screen.tsx')).ImportScreen }))
/** Bringing over an export of another system. */
export const BringOverScreen = lazy(async () => ({
  default: (await import('./react/import/other-systems/bring-over-screen.tsx')).BringOverScreen,
}))
/** All imports, newest first. */
export const ImportsScreen = lazy(async () => ({ default: (await import('./react/import/imports-screen.tsx')).ImportsScreen }))
/** Edits a filter aside. */
export const FilterDrawer = lazy(async () => ({ default: (await import('./react/condition/filter-drawer.tsx')).FilterDrawer }))
/** Days and hours with things of several kinds on them. */
export const Planner = lazy(async () => ({ default: (await import('./react/planner/planner.tsx')).Planner }))
/** Which columns there are, and in which order. */
export const ColumnsPanel = lazy(async () => ({ default: (await import('./react/list/columns-panel.tsx')).ColumnsPanel }))
/** A condition in words. */
export const ConditionText = lazy(async () => ({ default: (await import('./react/condition/condition-text.tsx')).ConditionText }))
/** A labelled field with its error. */
export const FieldRow = lazy(async () => ({ default: (await import('./react/form/field-row.tsx')).FieldRow }))
/** Several records become one. */
export const JoinDialog = lazy(async () => ({ default: (await import('./react/form/join-dialog.tsx')).JoinDialog }))
/** Changes of many records, and taking them back. */
export const BulkScreen = lazy(async () => ({ default: (await import('./react/bulk/bulk-screen.tsx')).BulkScreen }))
