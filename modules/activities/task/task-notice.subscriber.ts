import type { Command, KernelEvent, Subscriber } from '@perigon/kernel'

type Assigned = { readonly id: string; readonly subject: string; readonly user_id: string; readonly locale: string }

function isAssignment(event: KernelEvent): boolean {
  return event.op === 'create' || (event.op === 'update' && event.changes['owner'] !== undefined)
}

/** Tells people of tasks that somebody else gave them. The notice carries the event's id, so it comes once. */
export const taskNotice: Subscriber = {
  name: 'activities.task_notice',
  objects: ['task'],
  only: { ops: ['create', 'update'], changed: ['owner'] },
  handle: async (events, context) => {
    const assignments = events.filter((event) => isAssignment(event) && event.actor !== null)
    if (assignments.length === 0) return
    const tasks = await context.query<Assigned>(
      `select t.id, t.subject, u.id as user_id, u.locale from task t join "user" u on u.employee = t.owner and u.deleted_at is null
       where t.id = any($1::uuid[]) and t.deleted_at is null`,
      [assignments.map((event) => event.record)],
    )
    const commands = assignments.flatMap((event): readonly Command[] => {
      const task = tasks.find((candidate) => candidate.id === event.record)
      if (task === undefined || task.user_id === event.actor) return []
      const title = task.locale === 'en-US' ? `New task: ${task.subject}` : `新任务：${task.subject}`
      return [
        {
          object: 'notification',
          op: 'create',
          id: event.id,
          patch: { owner: task.user_id, kind: 'todo', title, link_object: 'task', link_record: task.id },
        },
      ]
    })
    await context.write(commands)
  },
}
