import { definePhrases } from '@perigon/ui'

/** Words around getting in when the password is not at hand. */
export const gettingInPhrases = definePhrases('getting_in', {
  sso: { zh: '使用{name}登录', en: 'Sign in with {name}' },
  forgot: { zh: '忘记密码？', en: 'Forgot your password?' },
  forgot_title: { zh: '找回密码', en: 'Reset your password' },
  forgot_hint: {
    zh: '输入账号或登录邮箱，我们会发送一个链接，用来设置新密码。',
    en: 'Enter your login or e-mail. We will send a link to set a new password.',
  },
  forgot_name: { zh: '账号或邮箱', en: 'Login or e-mail' },
  forgot_send: { zh: '发送链接', en: 'Send the link' },
  forgot_sent: { zh: '请查收邮件', en: 'Check your mail' },
  forgot_sent_hint: {
    zh: '如果账号“{name}”存在且登记了邮箱，链接已发出。链接 15 分钟内有效，只能使用一次；没有收到时请查看垃圾邮件，或联系管理员。',
    en: 'If “{name}” exists and has an address, the link is on its way. It works once, for 15 minutes. Nothing there? Look among the junk mail, or ask an administrator.',
  },
  forgot_none: { zh: '无法发送邮件', en: 'Mail is not set up' },
  forgot_none_hint: {
    zh: '系统尚未配置邮件服务。请联系管理员为您重设密码。',
    en: 'No mail server is configured here. Ask an administrator to set a new password for you.',
  },
  must_title: { zh: '请先启用两步验证', en: 'Set up a second factor first' },
  must_hint: {
    zh: '您的角色要求除密码外再验证一次身份。启用后即可继续使用。',
    en: 'Your role asks for more than a password. Set one up, and you can go on.',
  },
  must_leave: { zh: '退出登录', en: 'Sign out' },
  back_to_sign_in: { zh: '返回登录', en: 'Back to sign-in' },
  reset_title: { zh: '设置新密码', en: 'Set a new password' },
  reset_hint: {
    zh: '设置后，您在其他设备上的登录都会退出。',
    en: 'Afterwards you will be signed out everywhere.',
  },
  reset_password: { zh: '新密码', en: 'New password' },
  reset_password_hint: {
    zh: '至少 10 个字符，不含账号；最近用过的密码不能再用。',
    en: 'At least 10 characters, without your login; not one you used lately.',
  },
  reset_save: { zh: '保存新密码', en: 'Save the new password' },
  reset_done: { zh: '新密码已生效', en: 'Your new password is set' },
  reset_done_hint: { zh: '请用新密码登录。', en: 'Sign in with it now.' },
  reset_no_token: { zh: '链接不完整', en: 'The link is not complete' },
  reset_no_token_hint: { zh: '请完整复制邮件中的链接，或重新申请。', en: 'Copy the whole link from the mail, or ask for a new one.' },
  reset_again: { zh: '重新申请链接', en: 'Ask for a new link' },
})
