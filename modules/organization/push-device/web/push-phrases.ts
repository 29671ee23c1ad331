import { definePhrases } from '@perigon/ui'

/** Words of push to devices. */
export const pushPhrases = definePhrases('push_devices', {
  title: { zh: '推送到设备', en: 'Push to devices' },
  hint: {
    zh: '有人给您任务或提到您时，即使没有打开周全，此设备也会提醒。内容经过加密，推送服务无法读取。',
    en: 'This device tells you when somebody gives you a task or mentions you, even while Perigon is closed. What is sent is encrypted; the push service cannot read it.',
  },
  kinds: { zh: '选择推送哪些通知', en: 'Which notifications are pushed' },
  on: { zh: '此设备已开启', en: 'On for this device' },
  off: { zh: '此设备未开启', en: 'Off for this device' },
  turn_on: { zh: '在此设备开启', en: 'Turn on for this device' },
  turn_off: { zh: '在此设备关闭', en: 'Turn off for this device' },
  blocked: { zh: '此浏览器已阻止本站的通知', en: 'This browser blocks notifications of this site' },
  blocked_how: {
    zh: '点击地址栏左侧的图标，在“通知”处选择“允许”，然后刷新此页。若系统设置中关闭了浏览器的通知，也请一并打开。',
    en: 'Click the icon left of the address, set “Notifications” to “Allow”, and reload this page. If the system settings silence your browser, allow it there too.',
  },
  home: { zh: '在 iPhone 和 iPad 上，请先添加到主屏幕', en: 'On iPhone and iPad, add Perigon to the home screen first' },
  home_how: {
    zh: '在 Safari 中点“分享”，选择“添加到主屏幕”，从主屏幕打开周全，再到此页开启（需 iOS 16.4 或更新版本）。',
    en: 'In Safari tap Share, then “Add to Home Screen”. Open Perigon from there and turn push on on this page (iOS 16.4 or newer).',
  },
  insecure: { zh: '此地址不支持推送', en: 'Push does not work at this address' },
  insecure_how: {
    zh: '浏览器只在 https 地址上允许推送，请管理员为系统配置 https。',
    en: 'Browsers allow push at https addresses only. Ask an administrator to set up https.',
  },
  none: { zh: '此浏览器不支持推送', en: 'This browser does not support push' },
  none_how: {
    zh: '请使用新版 Edge、Firefox、Chrome 或 Safari，且不要使用无痕窗口。',
    en: 'Use a recent Edge, Firefox, Chrome or Safari, and no private window.',
  },
  admin_off: { zh: '管理员未开启设备推送', en: 'Push is turned off by the administrator' },
  declined: { zh: '您没有允许通知', en: 'You did not allow notifications' },
  unreachable: { zh: '无法连接此浏览器的推送服务', en: 'The push service of this browser cannot be reached' },
  unreachable_how: {
    zh: 'Chrome 的推送服务在中国大陆无法访问，请改用 Edge、Firefox 或 Safari。',
    en: 'That of Chrome cannot be reached from mainland China: use Edge, Firefox or Safari there.',
  },
  devices: { zh: '已开启的设备', en: 'Devices' },
  unknown: { zh: '未知设备', en: 'Unknown device' },
  here: { zh: '当前设备', en: 'this device' },
  since: { zh: '开启于 {at}', en: 'on since {at}' },
  reached: { zh: '最近送达 {at}', en: 'last reached {at}' },
  remove: { zh: '移除', en: 'Remove' },
  remove_of: { zh: '移除“{name}”', en: 'Remove {name}' },
  policy_hint: {
    zh: '允许员工在自己的设备上开启推送。消息经浏览器厂商的推送服务（Google、Mozilla、Microsoft、Apple）转送，内容已加密；关闭后服务器不再联系它们。',
    en: 'People may turn push on for their devices. Messages pass through the push service of the browser’s maker (Google, Mozilla, Microsoft, Apple), encrypted. When off, the server contacts none of them.',
  },
  allow: { zh: '允许推送到设备', en: 'Allow push to devices' },
  no_key: {
    zh: '推送密钥无法读取：数据文件夹中的 secret.key 不是生成密钥时的那一个。',
    en: 'The key of push cannot be read: secret.key in the data folder is not the one it was made with.',
  },
  recent: { zh: '最近的推送', en: 'Last messages' },
  nothing: { zh: '还没有推送过', en: 'Nothing was pushed yet' },
  when: { zh: '时间', en: 'When' },
  service: { zh: '推送服务', en: 'Push service' },
  state: { zh: '状态', en: 'State' },
  queued: { zh: '等待发送', en: 'Waiting' },
  sent: { zh: '已送出', en: 'Sent' },
  nobody: { zh: '已不需要', en: 'Not needed any more' },
  gone: { zh: '设备已失效', en: 'Device gone' },
  failed: { zh: '发送失败', en: 'Failed' },
  attempts: { zh: '第 {n} 次', en: 'attempt {n}' },
})
