import { definePhrases } from '@perigon/ui'

export const rolesPhrases = definePhrases('roles', {
  title: { zh: '角色与权限', en: 'Roles and rights' },
  hint: {
    zh: '每一格表示该角色能对哪些人的记录做这项操作；多个角色的权限相加。',
    en: 'Each cell says whose records this role may do it to. Several roles of a person add up.',
  },
  role: { zh: '角色', en: 'Role' },
  object: { zh: '对象', en: 'Object' },
  read: { zh: '查看', en: 'See' },
  create: { zh: '新建', en: 'Create' },
  update: { zh: '修改', en: 'Change' },
  delete: { zh: '删除', en: 'Delete' },
  import: { zh: '导入', en: 'Import' },
  export: { zh: '导出', en: 'Export' },
  share: { zh: '共享', en: 'Share' },
  none: { zh: '无', en: 'None' },
  own: { zh: '本人', en: 'Own' },
  team: { zh: '团队', en: 'Team' },
  dept: { zh: '本部门', en: 'Department' },
  dept_tree: { zh: '本部门及下级', en: 'Department and below' },
  branch: { zh: '本分支', en: 'Branch' },
  all: { zh: '全部', en: 'All' },
  preview: { zh: '预览影响', en: 'Preview' },
  preview_none: { zh: '没有人能看到的记录数会改变', en: 'Nobody would see more or fewer records' },
  effect: { zh: '{name}：{object} {before} → {after}', en: '{name}: {object} {before} → {after}' },
  changed: { zh: '有未保存的修改', en: 'Unsaved changes' },
  administrator: {
    zh: '系统管理员可查看和修改全部数据，不受此表限制。',
    en: 'Administrators see and change everything; this table does not bind them.',
  },
})
