export * from './field.ts'
export * from './object.ts'
