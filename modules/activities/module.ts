import { defineModule } from '@perigon/kernel'
import { lastContact } from './interaction/last-contact.subscriber.ts'
import { interactionHooks } from './interaction/interaction.hooks.ts'
import { inviteToInteraction } from './interaction/interaction.verbs.ts'
import { hideNotification } from './notification-preference/hide-notification.subscriber.ts'
import { DigestTime, Interaction, Notification, NotificationPreference, Task } from './objects.ts'
import { taskHooks } from './task/task.hooks.ts'
import { taskNotice } from './task/task-notice.subscriber.ts'
import { completeTask } from './task/task.verbs.ts'

export const activities = defineModule({
  name: 'activities',
  needs: ['customers', 'organization', 'sales'],
  objects: [Interaction, Task, Notification, NotificationPreference, DigestTime],
  hooks: [interactionHooks, taskHooks],
  verbs: [completeTask, inviteToInteraction],
  subscribers: [lastContact, taskNotice, hideNotification],
})
