import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** Who is told when nobody follows up: records of an object, a date that counts, and a ladder of steps so many days after it. */
export const ReminderRule = defineObject('reminder_rule', {
  module: 'reminders',
  path: 'reminder-rules',
  label: { one: label('提醒规则', 'Reminder rule'), many: label('提醒规则', 'Reminder rules') },
  title: 'name',
  title_en: 'name_en',
  access: 'reference',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, max: 60, search: true }),
    name_en: f.text({ label: label('英文名称', 'English name'), max: 60 }),
    object: f.text({
      label: label('对象', 'Object'),
      help: label('有负责人的对象，如 customer、opportunity、task', 'An object with an owner, such as customer, opportunity or task'),
      required: true,
      max: 60,
      default: 'customer',
    }),
    condition: f.json({
      label: label('适用记录', 'Applies to'),
      help: label('留空适用于所有有负责人的记录', 'Empty: all records with an owner'),
    }),
    date_field: f.text({
      label: label('从哪个日期算起', 'Counts from'),
      help: label('该对象的日期字段，如 last_contact_at', 'A date of the object such as last_contact_at'),
      required: true,
      max: 60,
      default: 'last_contact_at',
    }),
    counting: f.select([option('working', '工作日', 'Working days'), option('calendar', '自然日', 'Calendar days')], {
      label: label('按', 'Counted in'),
      required: true,
      default: 'working',
    }),
    from_creation: f.boolean({
      label: label('没有日期时从创建日算起', 'Without the date, count from creation'),
      help: label('否则没有该日期的记录不提醒', 'Otherwise records without the date are left alone'),
      required: true,
      default: true,
    }),
    steps: f.json({
      label: label('提醒阶梯', 'Steps'),
      help: label('每一级：几天之后告知谁', 'Each step: after how many days who is told'),
      required: true,
    }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: false }),
  },
  views: {
    list: ['name', 'object', 'date_field', 'counting', 'active'],
    sort: ['name'],
    form: [
      {
        label: label('规则', 'Rule'),
        fields: ['name', 'name_en', 'object', 'date_field', 'counting', 'from_creation', 'active'],
      },
    ],
    quick: ['name', 'name_en', 'object', 'date_field', 'counting'],
    highlights: ['object', 'counting', 'active'],
  },
  navigable: false,
})
export type ReminderRule = RecordOf<typeof ReminderRule>
