export { fieldRight, isOpen } from './access/field-rights.ts'
export type { AuditQuery } from './events/audit.ts'
export { APP_ROLE, protect } from './access/protection.ts'
export { createReachKeys } from './access/reach-key.ts'
export {
  imageAllowed,
  isAsWide,
  may,
  onBehalfOf,
  ownNames,
  type Reach,
  reachOf,
  rowCondition,
  systemActor,
  type Through,
} from './access/scope.ts'
export { compile, fieldOf, objectLabel, objectOf } from './compile/compile.ts'
export type { CustomField, FieldSnapshot, ObjectSnapshot, Relation, Snapshot } from './compile/snapshot.ts'
export { keepLog, type KeepOptions, SHORTEST_KEPT_DAYS } from './events/archive.ts'
export type { Fact, Note } from './events/note.ts'
export { ensurePartitions, listPartitions } from './events/partitions.ts'
export { relayOnce, startRelay } from './events/relay.ts'
export { type SealFault, sealOnce, verifySeals } from './events/seal.ts'
export { createKernel, type Environment, type Kernel, type KernelOptions, type VerbInput, type WriteOptions } from './kernel.ts'
export * from './module.ts'
export { compileCondition } from './query/condition.ts'
export { fittingIds } from './query/fitting.ts'
export { parseCondition } from './query/parse-condition.ts'
export { countSoon } from './query/count.ts'
export { parseAggregateQuery, parseCountQuery, parseListQuery } from './query/parse-query.ts'
export { foldText } from './text/fold.ts'
export { type Mark, marksOf } from './text/marks.ts'
export { searchText } from './text/search-text.ts'
export { refreshSearchOnce, searchVersion } from './records/refresh-search.ts'
export { englishTitle, type QueryContext, Source, titleOf, wireExpression } from './query/source.ts'
export { parameters, prepared } from './query/statement.ts'
export { linkTitles, wireValue } from './query/wire-value.ts'
export { findStored } from './records/find.ts'
export { forgetMerged, type Merged, type MergeInput, MOST_LOSERS } from './records/merge.ts'
export { indexStatement } from './records/statements.ts'
export { rollUp } from './records/roll-up.ts'
export { type Kept, takeBack, type TakenBack, UNDO_DAYS } from './records/undo-operation.ts'
export { parsePatch } from './records/parse-patch.ts'
export { countReach, readRecords, walkIds, type Wanted } from './query/many.ts'
export { applySeeds } from './records/seed.ts'
export { writeCommands, type WriteContext, type WriteResult } from './records/write.ts'
export { readSnapshot } from './schema/custom-fields.ts'
export { findDrift } from './schema/drift.ts'
export { planSchema } from './schema/plan.ts'
export { searchTableOf } from './text/search-table.ts'
export { type SchemaShape, shapeOf } from './schema/shape.ts'
