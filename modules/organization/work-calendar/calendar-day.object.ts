import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** A day that breaks the pattern of the week: a holiday, or a weekend day that is worked to make up for one (调休). */
export const CalendarDay = defineObject('calendar_day', {
  module: 'organization',
  path: 'calendar-days',
  label: { one: label('节假日与调休', 'Holiday or make-up day'), many: label('节假日与调休', 'Holidays and make-up days') },
  title: 'name',
  access: 'reference',
  fields: {
    day: f.date({ label: label('日期', 'Day'), required: true, unique: true }),
    kind: f.select([option('off', '休', 'Off', { color: 'red' }), option('work', '班', 'Worked', { color: 'blue' })], {
      label: label('类型', 'Kind'),
      required: true,
    }),
    name: f.text({ label: label('名称', 'Name'), required: true, max: 60 }),
    name_en: f.text({ label: label('英文名称', 'English name'), max: 60 }),
  },
  views: {
    list: ['day', 'kind', 'name', 'name_en'],
    sort: ['day'],
    form: [{ label: label('日期', 'Day'), fields: ['day', 'kind', 'name', 'name_en'] }],
    quick: ['day', 'kind', 'name', 'name_en'],
    highlights: ['day', 'kind'],
  },
  navigable: false,
})
export type CalendarDay = RecordOf<typeof CalendarDay>
