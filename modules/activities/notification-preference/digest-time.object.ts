import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** When a person wants the daily digest. The newest counts. */
export const DigestTime = defineObject('digest_time', {
  module: 'activities',
  path: 'digest-times',
  label: { one: label('摘要时间', 'Digest time'), many: label('摘要时间', 'Digest times') },
  title: 'hour',
  access: 'personal',
  fields: {
    hour: f.integer({ label: label('发送时刻', 'Hour'), required: true, min: 0, max: 23, default: 8 }),
  },
  indexes: [['owner']],
  views: {
    list: ['hour'],
    sort: ['-updated_at'],
    form: [{ label: label('摘要时间', 'Digest time'), fields: ['hour'] }],
  },
  navigable: false,
})
export type DigestTime = RecordOf<typeof DigestTime>
