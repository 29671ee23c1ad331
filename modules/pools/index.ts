export { registerPoolRoutes } from './claim/pool-routes.ts'
export { pools } from './module.ts'
