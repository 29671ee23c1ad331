import { defineModule } from '@perigon/kernel'
import { interactionHooks } from './interaction/interaction.hooks.ts'
import { Interaction, Notification, Task } from './objects.ts'
import { taskHooks } from './task/task.hooks.ts'
import { completeTask } from './task/task.verbs.ts'

export const activities = defineModule({
  name: 'activities',
  needs: ['customers', 'organization', 'sales'],
  objects: [Interaction, Task, Notification],
  hooks: [interactionHooks, taskHooks],
  verbs: [completeTask],
})
