import { type Day, isoDate } from './calendar.ts'
import { storyId } from './identity.ts'
import { create, type StoryCommand } from './story-command.ts'

/** The company whose story this is. Invented, like every name in it; likeness to real ones is chance. */
export const STORY_COMPANY = '苏州衡岳精测设备有限公司'

export type Area = 'east' | 'south' | 'west' | 'north'

/** Sales people of an area, and how good each is at not losing (1 is usual). */
export type Seller = { readonly id: string; readonly name: string; readonly area: Area; readonly skill: number }

const BRANCHES = [
  ['总部', 'SZ', 'hq', null, '江苏省苏州市工业园区'],
  ['深圳分公司', 'SHZ', 'branch', 0, '广东省深圳市宝安区'],
  ['成都分公司', 'CD', 'branch', 0, '四川省成都市高新区'],
  ['沈阳办事处', 'SY', 'office', 0, '辽宁省沈阳市铁西区'],
] as const

/** name, code, parent, branch, manager (index into EMPLOYEES). */
const DEPARTMENTS = [
  ['公司', '00', null, 0, 0],
  ['销售中心', '10', 0, 0, 1],
  ['华东销售部', '11', 1, 0, 2],
  ['华南销售部', '12', 1, 1, 3],
  ['西南销售部', '13', 1, 2, 4],
  ['北方销售部', '14', 1, 3, 5],
  ['市场部', '20', 0, 0, 18],
  ['服务部', '30', 0, 0, 20],
  ['财务部', '40', 0, 0, 22],
  ['信息部', '50', 0, 0, 23],
] as const

const POSITIONS = [
  ['总经理', 9, null],
  ['销售总监', 8, 'sales_manager'],
  ['区域经理', 6, 'sales_manager'],
  ['销售工程师', 4, 'sales_rep'],
  ['市场专员', 4, null],
  ['服务工程师', 4, null],
  ['财务主管', 5, null],
  ['系统管理员', 5, 'administrator'],
] as const

/** name, department, position, manager, skill of sellers. */
const EMPLOYEES = [
  ['顾正恒', 0, 0, null, null],
  ['邵建明', 1, 1, 0, null],
  ['陆文斌', 2, 2, 1, null],
  ['黄丽娟', 3, 2, 1, null],
  ['蒋涛', 4, 2, 1, null],
  ['曲海峰', 5, 2, 1, null],
  ['林晓', 2, 3, 2, 1.15],
  ['徐佳怡', 2, 3, 2, 1],
  ['丁磊', 2, 3, 2, 0.85],
  ['陈志强', 3, 3, 3, 1.1],
  ['何敏', 3, 3, 3, 1],
  ['梁俊杰', 3, 3, 3, 0.9],
  ['罗德胜', 4, 3, 4, 1.05],
  ['唐雪梅', 4, 3, 4, 0.95],
  ['冉鹏', 4, 3, 4, 0.8],
  ['宋国栋', 5, 3, 5, 1.1],
  ['于海燕', 5, 3, 5, 1],
  ['金宇航', 5, 3, 5, 0.85],
  ['沈文静', 6, 4, 0, null],
  ['吴梦洁', 6, 4, 18, null],
  ['马振华', 7, 5, 0, null],
  ['郑立新', 7, 5, 20, null],
  ['朱淑华', 8, 6, 0, null],
  ['谢浩然', 9, 7, 0, null],
] as const

/** Employee, login, roles: one login for each persona of the guide. */
const USERS = [
  [0, 'gu.zhengheng', ['sales_manager']],
  [1, 'shao.jianming', ['sales_manager']],
  [2, 'lu.wenbin', ['sales_manager']],
  [3, 'huang.lijuan', ['sales_manager']],
  [6, 'lin.xiao', ['sales_rep']],
  [7, 'xu.jiayi', ['sales_rep']],
  [9, 'chen.zhiqiang', ['sales_rep']],
  [12, 'luo.desheng', ['sales_rep']],
  [15, 'song.guodong', ['sales_rep']],
  [23, 'xie.haoran', ['administrator']],
] as const

const AREA_OF_DEPARTMENT: { readonly [department: number]: Area } = { 2: 'east', 3: 'south', 4: 'west', 5: 'north' }

/** Those who sell, by area. */
export const sellers: readonly Seller[] = EMPLOYEES.flatMap(([name, department, , , skill], index) => {
  const area = AREA_OF_DEPARTMENT[department]
  return area === undefined || skill === null ? [] : [{ id: storyId('employee', index), name, area, skill }]
})

/** Branches, positions, departments, people, logins. */
export function* organizationCommands(today: Day): Iterable<StoryCommand> {
  for (const [index, [name, code, kind, parent, address]] of BRANCHES.entries()) {
    yield create('branch', storyId('branch', index), {
      name,
      code,
      kind,
      address,
      parent: parent === null ? null : storyId('branch', parent),
    })
  }
  for (const [index, [name, level, preset]] of POSITIONS.entries()) {
    yield create('position', storyId('position', index), { name, level, role_preset: preset })
  }
  yield* departmentsAndPeople(today)
  for (const [index, [employee, login, roles]] of USERS.entries()) {
    const name = EMPLOYEES[employee]?.[0] ?? login
    yield create('user', storyId('user', index), {
      login,
      name,
      email: `staff${employee + 1}@hengyue.example.com`,
      employee: storyId('employee', employee),
      roles,
      locale: 'zh-CN',
      status: 'active',
    })
  }
}

/** A department names its manager and a manager a department: departments first, then people, then who manages what. */
function* departmentsAndPeople(today: Day): Iterable<StoryCommand> {
  for (const [index, [name, code, parent, branch]] of DEPARTMENTS.entries()) {
    const values = { name, code, parent: parent === null ? null : storyId('department', parent), branch: storyId('branch', branch) }
    yield create('department', storyId('department', index), { ...values, valid_from: isoDate(today - 2000) })
  }
  for (const [index, [name, department, position, manager]] of EMPLOYEES.entries()) {
    yield create('employee', storyId('employee', index), {
      name,
      number: `HY${String(index + 1).padStart(3, '0')}`,
      department: storyId('department', department),
      position: storyId('position', position),
      manager: manager === null ? null : storyId('employee', manager),
      phone: `0512-5555${String(8000 + index)}`,
      email: `staff${index + 1}@hengyue.example.com`,
      status: 'active',
      joined_on: isoDate(today - 700 - index * 61),
    })
  }
  for (const [index, [, , , , manager]] of DEPARTMENTS.entries()) {
    yield { object: 'department', op: 'update', id: storyId('department', index), values: { manager: storyId('employee', manager) } }
  }
}
