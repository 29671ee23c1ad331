export { registerInboxRoutes } from './notification/inbox-routes.ts'
export { notificationTopic } from './notification/notification-live.ts'
export { activities } from './module.ts'
export { lastContact } from './interaction/last-contact.subscriber.ts'
