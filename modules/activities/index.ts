export { activities } from './module.ts'
export { lastContact } from './interaction/last-contact.subscriber.ts'
