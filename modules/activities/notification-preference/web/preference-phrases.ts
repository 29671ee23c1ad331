import { definePhrases } from '@perigon/ui'

/** Words of the notification preferences. */
export const preferencePhrases = definePhrases('notification_preferences', {
  title: { zh: '通知设置', en: 'Notification preferences' },
  hint: {
    zh: '每类通知是否在站内显示，是否发邮件（立即，或汇总到每个工作日的一封摘要），是否推送到您的设备。更改立即生效。',
    en: 'For each kind: whether it shows in Perigon, whether a mail goes out at once or in one digest on each working day, and whether it is pushed to your devices. Changes take effect at once.',
  },
  kind: { zh: '类型', en: 'Kind' },
  in_app: { zh: '站内显示', en: 'In Perigon' },
  email: { zh: '邮件', en: 'E-mail' },
  push: { zh: '推送', en: 'Push' },
  push_hint: { zh: '推送只到达您开启了推送的设备。', en: 'Push reaches the devices you turned it on for.' },
  push_devices: { zh: '管理设备', en: 'Your devices' },
  hour: { zh: '摘要发送时间', en: 'Digest at' },
  saved: { zh: '已保存', en: 'Saved' },
  back: { zh: '返回通知', en: 'Back to notifications' },
})
