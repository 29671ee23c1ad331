import type { Grants, Scope, Seed } from '@perigon/kernel'

/** Role key that makes an actor an administrator. */
export const ADMINISTRATOR = 'administrator'

/** Objects whose rows have an owner; a role says for each how far its people see. Data, so no module is imported for it. */
const OWNED = ['customer', 'contact', 'contact_position', 'opportunity', 'interaction', 'task'] as const

function everyOperation(scope: Scope): Grants[string] {
  return { read: scope, create: scope, update: scope, delete: scope, import: scope, export: scope, approve: scope, share: scope }
}

function ownedGrants(grant: Grants[string]): Grants {
  return Object.fromEntries(OWNED.map((object) => [object, grant]))
}

const administrator: Grants = { '*': everyOperation('all') }

const salesManager: Grants = {
  ...ownedGrants(everyOperation('dept_tree')),
  stage_history: { read: 'dept_tree', export: 'dept_tree' },
}

const salesRep: Grants = {
  ...ownedGrants({ read: 'own', create: 'own', update: 'own', import: 'own', export: 'own', share: 'own' }),
  interaction: { read: 'own', create: 'own', update: 'own', delete: 'own', import: 'own', export: 'own' },
  task: { read: 'own', create: 'own', update: 'own', delete: 'own', import: 'own', export: 'own' },
  stage_history: { read: 'own', export: 'own' },
}

/** Ready roles of a new system; the names are company data and may be changed. */
export const roleSeeds: readonly Seed[] = [
  {
    object: 'role',
    id: '01900000-0000-7000-8000-000000010001',
    values: { key: ADMINISTRATOR, name: '系统管理员', description: '可查看和修改全部数据与设置', grants: administrator },
  },
  {
    object: 'role',
    id: '01900000-0000-7000-8000-000000010002',
    values: { key: 'sales_manager', name: '销售经理', description: '本部门及下级部门的客户与商机', grants: salesManager },
  },
  {
    object: 'role',
    id: '01900000-0000-7000-8000-000000010003',
    values: { key: 'sales_rep', name: '销售员', description: '本人负责的客户与商机', grants: salesRep },
  },
]
