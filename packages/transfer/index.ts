export { type BulkChange, parseBulk } from './bulk/bulk-change.ts'
export { problemRows, problemsOf } from './bulk/bulk-problems.ts'
export { createBulk, createMerge, moveBulk, orphanedBulk } from './bulk/bulk-store.ts'
export { toldChanges } from './bulk/told-change.ts'
export { previewBulk } from './bulk/preview-bulk.ts'
export type { BulkWork, GroupWork } from './bulk/run-bulk.ts'
export { workOnBulk } from './bulk/work-on-bulk.ts'
export { writeCsv } from './exports/csv.ts'
export { errorRows } from './exports/error-rows.ts'
export { exportColumns } from './exports/export-columns.ts'
export { EXPORT_TYPES, type ExportFormat, exportFile } from './exports/export-file.ts'
export { exportRows } from './exports/export-rows.ts'
export { writeSheet } from './exports/sheet.ts'
export { findByKey } from './imports/external-keys.ts'
export type { ImportDeps } from './imports/import-deps.ts'
export {
  createImport,
  getImport,
  listImports,
  moveImport,
  orphanedImports,
  publicImport,
  type StoredImport,
} from './imports/import-store.ts'
export { similarity } from './imports/suggest.ts'
export { type WorkerDeps, workOnImport } from './imports/worker.ts'
export { guessMapping } from './mapping/guess.ts'
export { parseMapping } from './mapping/parse-mapping.ts'
export { importTemplate } from './template/import-template.ts'
export { parseSheet } from './sheet/parse-sheet.ts'
export { writeSheetRows } from './sheet/write-sheet.ts'
export { describeSource, readRows } from './source/rows.ts'
export { unpackZip } from './source/unpack-zip.ts'
