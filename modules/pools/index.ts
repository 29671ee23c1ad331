export { registerPoolRoutes } from './claim/pool-routes.ts'
export { pools } from './module.ts'
export { poolsWait, runChunk, workOnPools } from './reclaim/run.ts'
export { registerReclaimRoutes } from './reclaim/reclaim-routes.ts'
