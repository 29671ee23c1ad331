export { customization } from './module.ts'
