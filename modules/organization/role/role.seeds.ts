import type { Grants, Scope, Seed } from '@perigon/kernel'

/** Role key that makes an actor an administrator. */
export const ADMINISTRATOR = 'administrator'

/** Objects whose rows have an owner; a role says for each how far its people see. Data, so no module is imported for it. */
const OWNED = ['customer', 'contact', 'contact_position', 'opportunity', 'interaction', 'task'] as const
const BOOK = ['customer', 'contact', 'contact_position'] as const

type Grant = Grants[string]

function everyOperation(scope: Scope): Grant {
  return { read: scope, create: scope, update: scope, delete: scope, import: scope, export: scope, approve: scope, share: scope }
}

function each(objects: readonly string[], grant: Grant): Grants {
  return Object.fromEntries(objects.map((object) => [object, grant]))
}

/** One's own notes and tasks, to write and clear away. */
const OWN_WORK: Grants = each(['interaction', 'task'], {
  read: 'own',
  create: 'own',
  update: 'own',
  delete: 'own',
  import: 'own',
  export: 'own',
})

const salesManager: Grants = {
  ...each(OWNED, everyOperation('dept_tree')),
  stage_history: { read: 'dept_tree', export: 'dept_tree' },
}

const salesRep: Grants = {
  ...each(OWNED, { read: 'own', create: 'own', update: 'own', import: 'own', export: 'own', share: 'own' }),
  ...OWN_WORK,
  stage_history: { read: 'own', export: 'own' },
}

const marketer: Grants = {
  ...each(BOOK, { read: 'all', create: 'own', update: 'own', import: 'own', export: 'own', share: 'own' }),
  ...OWN_WORK,
  opportunity: { read: 'all' },
  stage_history: { read: 'all' },
}

const serviceAgent: Grants = {
  customer: { read: 'all' },
  ...each(['contact', 'contact_position'], { read: 'all', create: 'own', update: 'all' }),
  interaction: { read: 'all', create: 'own', update: 'own', delete: 'own' },
  task: { read: 'team', create: 'own', update: 'own', delete: 'own' },
}

const fieldEngineer: Grants = {
  ...each(BOOK, { read: 'branch' }),
  ...OWN_WORK,
}

const dispatcher: Grants = {
  ...each(BOOK, { read: 'branch' }),
  interaction: { read: 'branch', create: 'own', update: 'own' },
  task: { read: 'branch', create: 'branch', update: 'branch', delete: 'own' },
}

const serviceManager: Grants = {
  ...each(BOOK, { read: 'all', update: 'dept_tree', export: 'dept_tree' }),
  ...each(['interaction', 'task'], everyOperation('dept_tree')),
}

const finance: Grants = {
  ...each([...BOOK, 'opportunity', 'stage_history'], { read: 'all', export: 'all' }),
  ...OWN_WORK,
}

const executive: Grants = {
  ...each([...OWNED, 'stage_history'], { read: 'all', export: 'all' }),
  task: { read: 'all', export: 'all', create: 'own', update: 'own', delete: 'own' },
}

const integrator: Grants = {
  ...each(OWNED, { read: 'all', create: 'all', update: 'all', import: 'all', export: 'all' }),
  stage_history: { read: 'all', export: 'all' },
}

/** Whoever comes from outside reads what is shared with their company, and the lists those records are made of. */
const partner: Grants = {
  ...each([...BOOK, 'opportunity'], { read: 'own' }),
  ...each(['product', 'product_category', 'industry', 'region', 'sales_process', 'sales_stage', 'currency'], { read: 'all' }),
}

/** Somebody of a customer reads their own card and that of their company, and the lists those are made of. */
const customerContact: Grants = {
  ...each(['customer', 'contact'], { read: 'own' }),
  ...each(['product', 'product_category', 'industry', 'region', 'currency'], { read: 'all' }),
}

/** Key, Chinese and English name, what it is for, rights; the number that ends the id of the seed is the place in this list. */
const ROLES: readonly (readonly [key: string, zh: string, en: string, about: string, about_en: string, grants: Grants])[] = [
  [
    ADMINISTRATOR,
    '系统管理员',
    'Administrator',
    '可查看和修改全部数据与设置',
    'Sees and changes everything, settings too',
    { '*': everyOperation('all') },
  ],
  [
    'sales_manager',
    '销售经理',
    'Sales manager',
    '本部门及下级部门的客户与商机',
    'Customers and opportunities of the own department and those below',
    salesManager,
  ],
  ['sales_rep', '销售员', 'Sales rep', '本人负责的客户与商机', 'Own customers and opportunities', salesRep],
  [
    'marketer',
    '市场专员',
    'Marketer',
    '查看全部客户与商机，维护自己的客户和活动',
    'Sees all customers and opportunities, keeps own customers and activities',
    marketer,
  ],
  [
    'service_agent',
    '客服坐席',
    'Service agent',
    '查看全部客户，维护联系人和联系记录',
    'Sees all customers, keeps contacts and interactions',
    serviceAgent,
  ],
  [
    'field_engineer',
    '现场工程师',
    'Field engineer',
    '查看本分支的客户，维护自己的联系记录与任务',
    'Sees the branch’s customers, keeps own interactions and tasks',
    fieldEngineer,
  ],
  ['dispatcher', '调度员', 'Dispatcher', '查看本分支的客户，安排本分支的任务', 'Sees the branch’s customers, plans its tasks', dispatcher],
  [
    'service_manager',
    '服务经理',
    'Service manager',
    '查看全部客户，管理本部门及下级的联系记录与任务',
    'Sees all customers, runs interactions and tasks of the department and those below',
    serviceManager,
  ],
  [
    'finance',
    '财务',
    'Finance clerk',
    '查看和导出客户与商机，不修改',
    'Sees and exports customers and opportunities, changes nothing',
    finance,
  ],
  [
    'executive',
    '企业管理者',
    'Executive',
    '查看和导出全部业务数据，不修改',
    'Sees and exports all business records, changes nothing',
    executive,
  ],
  [
    'integrator',
    '集成人员',
    'Integrator',
    '供接口使用：读写与导入导出业务数据，不删除',
    'For interfaces: reads, writes, imports, exports; deletes nothing',
    integrator,
  ],
  ['partner', '合作伙伴用户', 'Partner user', '只能看到共享给所属伙伴的记录', 'Only what is shared with their company', partner],
  [
    'customer_contact',
    '客户联系人',
    'Customer contact',
    '只能看到本人和所属客户的资料，须为客户自助账号',
    'Sees their own card and their company’s; for logins of a customer',
    customerContact,
  ],
]

/** Ready roles of a new system; the names are company data and may be changed. */
export const roleSeeds: readonly Seed[] = ROLES.map(([key, name, name_en, description, description_en, grants], index) => ({
  object: 'role',
  id: `01900000-0000-7000-8000-0000000100${(index + 1).toString(16).padStart(2, '0')}`,
  values: { key, name, name_en, description, description_en, grants },
}))
