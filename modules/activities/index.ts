export { activities } from './module.ts'
