export { sales } from './module.ts'
export { SIMPLE_PROCESS, STANDARD_PROCESS } from './sales-process/sales-process.seeds.ts'
