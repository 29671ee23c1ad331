import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** A login. The password is not a field: only the sign-in code sees its hash. */
export const User = defineObject('user', {
  module: 'organization',
  path: 'users',
  label: { one: label('用户', 'User'), many: label('用户', 'Users') },
  title: 'name',
  access: 'internal',
  fields: {
    login: f.text({ label: label('登录名', 'Login'), required: true, max: 100, unique: true, search: true }),
    name: f.text({ label: label('显示名', 'Display name'), required: true, max: 100, search: true }),
    email: f.email({
      label: label('登录邮箱', 'Sign-in e-mail'),
      help: label('用于找回密码和安全提醒', 'For resetting the password and for security notices'),
      search: true,
    }),
    employee: f.link('employee', {
      label: label('对应员工', 'Employee'),
      unique: true,
      reverse: { key: 'users', label: label('登录账号', 'Logins') },
    }),
    partner: f.link('partner', {
      label: label('所属合作伙伴', 'Partner'),
      help: label('填写后此账号只能看到共享给该伙伴的记录', 'Such a login sees only what is shared with the partner'),
      reverse: { key: 'users', label: label('伙伴账号', 'Logins') },
    }),
    self_service: f.boolean({
      label: label('客户自助账号', 'Login of a customer'),
      help: label('此账号只能看到其联系人本人和所属客户的资料', 'Such a login sees its own contact and customer, and nothing more'),
      required: true,
      default: false,
    }),
    roles: f.tags({ label: label('角色', 'Roles'), help: label('角色代码', 'Role keys') }),
    auth: f.select(
      [
        option('password', '密码', 'Password', { color: 'default' }),
        option('ldap', '目录（LDAP）', 'Directory (LDAP)', { color: 'blue' }),
        option('sso', '单点登录', 'Single sign-on', { color: 'purple' }),
      ],
      {
        label: label('登录方式', 'Signs in by'),
        help: label('谁来核实身份', 'Who says that it is really this person'),
        required: true,
        default: 'password',
      },
    ),
    locale: f.select([option('zh-CN', '简体中文', 'Chinese (simplified)'), option('en-US', '英文', 'English')], {
      label: label('语言', 'Language'),
      required: true,
      default: 'zh-CN',
    }),
    status: f.select(
      [
        option('active', '启用', 'Active', { color: 'green' }),
        option('locked', '锁定', 'Locked', { color: 'gold' }),
        option('disabled', '停用', 'Disabled', { color: 'default' }),
      ],
      { label: label('状态', 'Status'), required: true, default: 'active' },
    ),
    last_login: f.datetime({ label: label('上次登录', 'Last sign-in'), computed: true }),
  },
  indexes: [['employee'], ['partner']],
  views: {
    list: ['login', 'name', 'employee', 'partner', 'self_service', 'roles', 'status', 'last_login'],
    sort: ['login'],
    form: [
      {
        label: label('账号', 'Login'),
        fields: ['login', 'name', 'email', 'employee', 'partner', 'self_service', 'roles', 'auth', 'locale', 'status'],
      },
    ],
    quick: ['login', 'name', 'email', 'employee', 'partner', 'self_service', 'roles', 'locale'],
    highlights: ['login', 'employee', 'status', 'last_login'],
  },
  navigable: false,
})
export type User = RecordOf<typeof User>
