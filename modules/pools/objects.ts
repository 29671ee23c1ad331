export { OwnershipChange } from './ownership-change/ownership-change.object.ts'
