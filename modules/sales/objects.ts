export { Opportunity } from './opportunity/opportunity.object.ts'
export { SalesProcess } from './sales-process/sales-process.object.ts'
export { SalesStage } from './sales-stage/sales-stage.object.ts'
export { StageHistory } from './stage-history/stage-history.object.ts'
