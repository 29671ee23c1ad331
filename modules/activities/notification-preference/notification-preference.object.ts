import { defineObject, f, label, option, type RecordOf } from '@perigon/define'
import { NOTIFICATION_KINDS } from '../notification/notification.object.ts'

/**
 * How a type reaches people who chose nothing else. A new device writes its own mail, so system messages need none. Push
 * reaches nobody who did not turn it on in a browser.
 */
export const USUAL_DELIVERY = {
  todo: { in_app: 'instant', email: 'digest', push: 'instant' },
  mention: { in_app: 'instant', email: 'instant', push: 'instant' },
  record: { in_app: 'instant', email: 'digest', push: 'off' },
  job: { in_app: 'instant', email: 'off', push: 'off' },
  system: { in_app: 'instant', email: 'off', push: 'off' },
} as const

/** Who chose nothing has the digest at eight. */
export const USUAL_DIGEST_HOUR = 8

/** What a person chose for one type of notification. Where there are several for a type, the newest counts. */
export const NotificationPreference = defineObject('notification_preference', {
  module: 'activities',
  path: 'notification-preferences',
  label: { one: label('通知设置', 'Notification preference'), many: label('通知设置', 'Notification preferences') },
  title: 'kind',
  access: 'personal',
  fields: {
    kind: f.select(NOTIFICATION_KINDS, { label: label('类型', 'Kind'), required: true }),
    in_app: f.select([option('instant', '显示', 'Show'), option('off', '不显示', 'Off')], {
      label: label('站内', 'In Perigon'),
      required: true,
      default: 'instant',
    }),
    email: f.select([option('instant', '立即', 'At once'), option('digest', '每日摘要', 'Digest'), option('off', '不发送', 'Off')], {
      label: label('邮件', 'E-mail'),
      required: true,
      default: 'off',
    }),
    // Empty is the usual: choices from before there was push say nothing about it.
    push: f.select([option('instant', '立即', 'At once'), option('off', '不推送', 'Off')], { label: label('推送', 'Push') }),
  },
  indexes: [['owner', 'kind']],
  views: {
    list: ['kind', 'in_app', 'email', 'push'],
    sort: ['kind'],
    form: [{ label: label('通知设置', 'Notification preference'), fields: ['kind', 'in_app', 'email', 'push'] }],
  },
  navigable: false,
})
export type NotificationPreference = RecordOf<typeof NotificationPreference>
