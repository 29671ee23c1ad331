export { every, type Recurring } from './every.ts'
export * from './jobs.ts'
