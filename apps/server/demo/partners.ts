import { type Day, isoDate } from './calendar.ts'
import { storyId } from './identity.ts'
import type { StoryOpportunity } from './opportunities.ts'
import { create, type StoryCommand } from './story-command.ts'

/** name, kind, level, status, manager (index into the employees), territory, product lines. */
const PARTNERS = [
  ['无锡启辰仪器有限公司', 'reseller', 'gold', 'active', 2, ['无锡', '常州'], ['三坐标测量机', '影像测量仪']],
  ['成都汇测机电设备有限公司', 'reseller', 'silver', 'active', 4, ['四川', '重庆'], ['粗糙度仪']],
  ['沈阳北测技术服务中心', 'service', 'registered', 'suspended', 5, ['辽宁'], []],
  ['苏州工研设计院有限公司', 'design', 'registered', 'applying', 2, ['江苏'], []],
] as const

/** What somebody of the house or of a partner does in the team of an opportunity: place among the seller's open ones, grantee, part. */
const TEAM = [
  [0, ['partner', 0], 'partner', 'write'],
  [0, ['employee', 21], 'technical', 'read'],
  [1, ['partner', 0], 'partner', 'read'],
  [2, ['employee', 21], 'presales', 'read'],
  [2, ['employee', 1], 'executive', 'read'],
] as const

/** Partners, the login of one, and the teams of a seller's open opportunities. */
export function* partnerCommands(opportunities: readonly StoryOpportunity[], today: Day): Iterable<StoryCommand> {
  for (const [index, [name, kind, level, status, manager, territory, product_lines]] of PARTNERS.entries()) {
    const values = { name, kind, level, status, territory, product_lines, manager: storyId('employee', manager) }
    yield create('partner', storyId('partner', index), { ...values, phone: `0510-5555${String(6000 + index)}` })
  }
  yield create('user', storyId('user', 90), {
    login: 'partner.zhou',
    name: '周启辰',
    email: 'zhou@qichen.example.com',
    partner: storyId('partner', 0),
    roles: ['partner'],
    locale: 'zh-CN',
    status: 'active',
  })
  const seller = storyId('employee', 6)
  const open = opportunities.filter((each) => each.state === 'open' && each.customer.owner.id === seller)
  for (const [index, [place, [grantee, whom], part, access]] of TEAM.entries()) {
    const opportunity = open[place]
    if (opportunity === undefined) continue
    const what = { record_object: 'opportunity', record: opportunity.id, [grantee]: storyId(grantee, whom) }
    yield create('record_share', storyId('record_share', index), { ...what, part, access, until: isoDate(today + 90) })
    if (access === 'read') continue
    const customer = { record_object: 'customer', record: opportunity.customer.id, [grantee]: storyId(grantee, whom) }
    yield create('record_share', storyId('record_share', 90), { ...customer, access: 'read', until: isoDate(today + 90) })
  }
}
