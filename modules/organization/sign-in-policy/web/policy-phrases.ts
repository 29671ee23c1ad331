import { definePhrases } from '@perigon/ui'

export const policyPhrases = definePhrases('sign_in_policy', {
  title: { zh: '登录策略', en: 'Sign-in policy' },
  hint: {
    zh: '谁可以从哪里登录、登录多久，以及哪些角色必须使用两步验证。',
    en: 'From where people may sign in, for how long, and which roles need a second factor.',
  },
  everybody: { zh: '所有人', en: 'Everybody' },
  idle: { zh: '闲置多少分钟后退出', en: 'Minutes until an idle session ends' },
  longest: { zh: '最长登录时间（小时）', en: 'Hours until any session ends' },
  former: { zh: '不得重复使用最近几次的密码', en: 'Former passwords that cannot be used again' },
  networks: { zh: '允许登录的网段', en: 'Networks people may come from' },
  networks_hint: {
    zh: '每行一个，如 10.0.0.0/8 或 2001:db8::/32；留空表示不限。您现在的地址是 {peer}。',
    en: 'One a line, such as 10.0.0.0/8 or 2001:db8::/32; empty means anywhere. You come from {peer}.',
  },
  proxy_hint: {
    zh: '部署在反向代理之后时，请先设置 TRUST_PROXY，否则看到的都是代理的地址。',
    en: 'Behind a reverse proxy set TRUST_PROXY first, or every address is that of the proxy.',
  },
  roles: { zh: '按角色', en: 'By role' },
  roles_hint: {
    zh: '有多个角色时，每个角色的要求都要满足。',
    en: 'Whoever has several roles has to satisfy all of them.',
  },
  factor: { zh: '必须两步验证', en: 'Second factor required' },
  factor_of: { zh: '{name}：必须两步验证', en: '{name}: second factor required' },
  networks_of: { zh: '{name}：允许的网段', en: '{name}: networks' },
  anywhere: { zh: '不限', en: 'Anywhere' },
  mail: { zh: '邮件记录', en: 'Mail sent' },
  mail_off: {
    zh: '尚未配置邮件服务。设置 PERIGON_SMTP_URL、PERIGON_MAIL_FROM 和 PERIGON_URL 后，员工可以自己找回密码，并收到新设备登录提醒。',
    en: 'No mail server is configured. Set PERIGON_SMTP_URL, PERIGON_MAIL_FROM and PERIGON_URL, and people can reset their passwords and are told of new devices.',
  },
  mail_none: { zh: '还没有发送过邮件', en: 'Nothing was mailed yet' },
  mail_none_hint: { zh: '找回密码和新设备提醒的邮件会列在这里。', en: 'Password links and notices of new devices will be listed here.' },
  when: { zh: '时间', en: 'When' },
  kind: { zh: '内容', en: 'What' },
  to: { zh: '收件人', en: 'To' },
  state: { zh: '状态', en: 'State' },
  password_reset: { zh: '找回密码', en: 'Password link' },
  new_device: { zh: '新设备提醒', en: 'New device' },
  queued: { zh: '等待发送', en: 'Waiting' },
  sent: { zh: '已发送', en: 'Sent' },
  nobody: { zh: '没有收件人', en: 'Nobody to write to' },
  failed: { zh: '发送失败', en: 'Failed' },
  attempts: { zh: '第 {n} 次', en: 'attempt {n}' },
})
