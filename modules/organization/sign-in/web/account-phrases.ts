import { definePhrases } from '@perigon/ui'

export const accountPhrases = definePhrases('account', {
  title: { zh: '我的账号', en: 'My account' },
  sessions: { zh: '登录中的设备', en: 'Where you are signed in' },
  this_one: { zh: '当前设备', en: 'this device' },
  end: { zh: '退出', en: 'Sign out' },
  last_seen: { zh: '最近使用', en: 'Last seen' },
  unknown_device: { zh: '未知设备', en: 'Unknown device' },
  password: { zh: '修改密码', en: 'Change password' },
  present: { zh: '当前密码', en: 'Present password' },
  next: { zh: '新密码', en: 'New password' },
  hint: {
    zh: '至少 10 个字符；修改后其他设备需要重新登录。',
    en: 'At least 10 characters. Your other devices will have to sign in again.',
  },
  changed: { zh: '密码已修改', en: 'Password changed' },
  factor: { zh: '两步验证', en: 'Second factor' },
  factor_off: {
    zh: '未启用。启用后登录时除密码外还需要手机验证器中的动态码。',
    en: 'Off. When it is on, signing in also takes a code from an authenticator app.',
  },
  factor_on: { zh: '已启用', en: 'On' },
  turn_on: { zh: '启用', en: 'Turn on' },
  turn_off: { zh: '停用', en: 'Turn off' },
  secret: {
    zh: '用验证器应用扫描此二维码，然后输入其显示的 6 位数字：',
    en: 'Scan this with your authenticator app, then enter the six digits it shows:',
  },
  secret_by_hand: { zh: '无法扫描时，请手动输入密钥：', en: 'Cannot scan? Enter the key by hand:' },
  must_continue: { zh: '继续', en: 'Continue' },
  code: { zh: '验证码', en: 'Code' },
  codes: {
    zh: '恢复码（每个只能用一次，只显示这一次，请妥善保存）',
    en: 'Recovery codes (each works once; shown only now, keep them safe)',
  },
  code_to_turn_off: { zh: '输入验证码或恢复码以停用', en: 'Enter a code or a recovery code to turn it off' },
})
