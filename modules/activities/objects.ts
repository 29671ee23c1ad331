export { Interaction } from './interaction/interaction.object.ts'
export { Notification } from './notification/notification.object.ts'
export { Task } from './task/task.object.ts'
