import { AppError } from '@perigon/contracts'
import { f, label } from '@perigon/define'
import { defineVerb } from '@perigon/kernel'
import { TASK_STATES } from './task.object.ts'

/** Ticks a task off, with what came of it. */
export const completeTask = defineVerb({
  object: 'task',
  key: 'complete',
  label: label('完成', 'Complete'),
  params: { result: f.text({ label: label('结果', 'Result'), max: 500 }) },
  run: async (context, { record, params }) => {
    const { id, state } = record
    if (typeof id !== 'string') throw new AppError('record.not_found')
    if (state === 'done' || state === 'cancelled') {
      const known = TASK_STATES.find((candidate) => candidate.value === state)
      throw new AppError('record.state', { data: { state: known?.label ?? state } })
    }
    const result = params['result'] ?? record['result'] ?? null
    await context.write([{ object: 'task', op: 'update', id, patch: { state: 'done', result } }])
  },
})
