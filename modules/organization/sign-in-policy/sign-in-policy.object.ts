import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** How people get in, for the whole installation. One record; roles may ask for more. */
export const SignInPolicy = defineObject('sign_in_policy', {
  module: 'organization',
  path: 'sign-in-policies',
  label: { one: label('登录策略', 'Sign-in policy'), many: label('登录策略', 'Sign-in policies') },
  title: 'name',
  access: 'internal',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, max: 100 }),
    idle_minutes: f.integer({
      label: label('闲置多久后退出（分钟）', 'Minutes until an idle session ends'),
      required: true,
      min: 5,
      max: 43_200,
      default: 30,
    }),
    session_hours: f.integer({
      label: label('最长登录时间（小时）', 'Hours until any session ends'),
      required: true,
      min: 1,
      max: 720,
      default: 12,
    }),
    former_passwords: f.integer({
      label: label('不得重复使用的最近密码个数', 'Former passwords that cannot be used again'),
      required: true,
      min: 1,
      max: 24,
      default: 5,
    }),
    push: f.boolean({
      label: label('允许设备推送', 'Push to devices'),
      help: label(
        '员工可在自己的设备上开启推送；关闭后不再联系任何推送服务',
        'People may turn push on in their browsers; off, no push service is contacted',
      ),
      default: true,
    }),
    // Written by the policy's own door alone, which knows where the asker is and does not let them shut themselves out.
    networks: f.tags({
      computed: true,
      label: label('允许登录的网段', 'Networks people may come from'),
      help: label('CIDR，如 10.0.0.0/8；留空表示不限', 'CIDR such as 10.0.0.0/8; empty means anywhere'),
    }),
  },
  views: {
    list: ['name', 'idle_minutes', 'session_hours', 'former_passwords', 'push', 'networks'],
    form: [
      {
        label: label('登录策略', 'Sign-in policy'),
        fields: ['name', 'idle_minutes', 'session_hours', 'former_passwords', 'push', 'networks'],
      },
    ],
    highlights: ['idle_minutes', 'session_hours'],
  },
  navigable: false,
})
export type SignInPolicy = RecordOf<typeof SignInPolicy>
