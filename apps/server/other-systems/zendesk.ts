import { firstOf, type Preset } from './preset.ts'

/** Zendesk: organizations and the people who ask; its tickets have no place here yet. */
export const zendesk: Preset = {
  source: 'zendesk',
  name: 'Zendesk',
  people: { files: ['user', 'users'], key: ['id'], email: ['email'] },
  kinds: [
    {
      object: 'customer',
      files: ['organization', 'organizations'],
      key: ['id'],
      known: ['name'],
      fields: {
        name: firstOf(
          (line) => line('name'),
          (line) => line('id'),
        ),
        description: ['notes', 'details'],
      },
    },
    {
      object: 'contact',
      files: ['user', 'users'],
      key: ['id'],
      known: ['role'],
      fields: {
        name: firstOf(
          (line) => line('name'),
          (line) => line('email'),
          (line) => line('id'),
        ),
        email: ['email'],
        phone: ['phone'],
        description: ['notes', 'details'],
      },
      links: { customer: { from: ['organization_id'] } },
      unless: {
        test: (line) => !/^(end-?user)?$/i.test(line('role')),
        say: { zh: '客服人员，不是联系人', en: 'agents are our own people, not contacts' },
      },
    },
  ],
  left: [
    {
      files: /^ticket|^sla_|^schedule|daylight|time_zone|^audit/,
      why: { zh: '这里还没有服务请求对象', en: 'there are no service requests here yet' },
    },
    {
      files: /^(brand|group)|_tag$|^domain/,
      why: { zh: '品牌、小组和标签请在这里重新设定', en: 'brands, groups and tags are set up anew here' },
    },
  ],
}
