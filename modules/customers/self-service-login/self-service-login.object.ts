import { defineObject, f, label, type RecordOf } from '@perigon/define'

/**
 * Whose login it is when somebody of a customer signs in. The contact must be active; what the login reaches (the contact,
 * and the customers where they hold a position today) is the view `self_service_reach`.
 */
export const SelfServiceLogin = defineObject('self_service_login', {
  module: 'customers',
  path: 'self-service-logins',
  label: { one: label('自助账号', 'Self-service login'), many: label('自助账号', 'Self-service logins') },
  title: 'name',
  access: 'internal',
  fields: {
    name: f.text({ label: label('名称', 'Name'), computed: true, max: 210 }),
    user: f.link('user', {
      label: label('登录账号', 'Login'),
      help: label('须为客户自助账号', 'A login marked as a customer’s'),
      required: true,
      unique: true,
      reverse: { key: 'self_service_logins', label: label('自助账号', 'Self-service logins') },
    }),
    contact: f.link('contact', {
      label: label('联系人', 'Contact'),
      required: true,
      on_delete: 'cascade',
      reverse: { key: 'self_service_logins', label: label('自助账号', 'Self-service logins') },
    }),
  },
  indexes: [['contact']],
  views: {
    list: ['user', 'contact', 'created_at'],
    form: [{ label: label('自助账号', 'Self-service login'), fields: ['user', 'contact'] }],
    quick: ['user', 'contact'],
    highlights: ['user', 'contact'],
  },
  navigable: false,
})
export type SelfServiceLogin = RecordOf<typeof SelfServiceLogin>
