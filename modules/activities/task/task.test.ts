import type { HookInput, Stored } from '@perigon/kernel'
import { hookInput, testActor } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { taskHooks } from './task.hooks.ts'
import { completeTask } from './task.verbs.ts'

const resolve = (patch: Stored, more: Partial<HookInput> = {}) => taskHooks.resolve?.(hookInput(patch, more))
const mine = { subject: '回访', assignee: 'employee-1', owner: 'employee-1', state: 'open' }

describe('a task', () => {
  it('is owned by whoever has to do it', () => {
    expect(resolve({ subject: '回访' })).toMatchObject({ assignee: 'employee-1', owner: 'employee-1' })
    expect(resolve({ subject: '回访', assignee: 'employee-2', owner: 'employee-1' })).toMatchObject({ owner: 'employee-2' })
    expect(resolve({ assignee: 'employee-2' }, { before: mine })).toMatchObject({ owner: 'employee-2' })
    expect(resolve({ owner: 'employee-3' }, { before: mine })).toMatchObject({ assignee: 'employee-3', owner: 'employee-3' })
  })

  it('remembers when it was done and forgets it when taken up again', () => {
    const done = resolve({ state: 'done' }, { before: mine })
    expect(done).toMatchObject({ done_at: '2026-03-02T02:00:00.000Z' })
    const before = { ...mine, state: 'done', done_at: '2026-03-02T02:00:00.000Z' }
    expect(resolve({ result: '已签' }, { before })).toMatchObject({ done_at: before.done_at })
    expect(resolve({ state: 'open' }, { before })).toMatchObject({ done_at: null })
  })

  it('cannot be completed twice', async () => {
    const context = {
      actor: testActor,
      now: new Date(0),
      get: async () => null,
      find: async () => [],
      erase: async () => undefined,
      write: async () => [],
    }
    const record = { ...mine, id: 'task-1', state: 'done' }
    await expect(completeTask.run(context, { record, params: {} })).rejects.toMatchObject({ code: 'record.state' })
    await expect(completeTask.run(context, { record: { ...mine, id: 'task-1' }, params: {} })).resolves.toBeUndefined()
  })
})
