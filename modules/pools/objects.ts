export { OwnershipChange } from './ownership-change/ownership-change.object.ts'
export { PoolRule } from './pool-rule/pool-rule.object.ts'
