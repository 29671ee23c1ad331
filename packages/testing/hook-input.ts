import type { Actor, HookInput, Stored } from '@perigon/kernel'

/** An ordinary user with an employee and no rights beyond what a test gives. */
export const testActor: Actor = {
  kind: 'user',
  id: 'user-1',
  employee: 'employee-1',
  name: '林晓',
  locale: 'zh-CN',
  time_zone: 'Asia/Shanghai',
  admin: false,
  department: null,
  departments: [],
  grants: {},
  stands_in_for: [],
  deputy_for: [],
  team: [],
  own_departments: [],
  branch_departments: [],
  shares: {},
  fields: {},
  unmask: false,
}

/** One write as hooks see it: everything in the patch that differs from the record before counts as changed. */
export function hookInput(patch: Stored, more: Partial<HookInput> = {}): HookInput {
  const before = more.before ?? null
  return {
    op: before === null ? 'create' : 'update',
    before,
    image: { ...before, ...patch },
    changed: (field) => Object.hasOwn(patch, field) && patch[field] !== before?.[field],
    linked: () => null,
    actor: testActor,
    cause: { kind: 'api' },
    now: new Date('2026-03-02T02:00:00Z'),
    ...more,
  }
}
