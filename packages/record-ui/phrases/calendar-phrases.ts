import { definePhrases } from '@perigon/ui'

/** Words of calendars. */
export const calendarPhrases = definePhrases('calendar', {
  calendar_of: { zh: '日历：{name}', en: 'Calendar: {name}' },
  by: { zh: '按', en: 'By' },
  span: { zh: '月或周', en: 'Month or week' },
  month: { zh: '月', en: 'Month' },
  week: { zh: '周', en: 'Week' },
  today: { zh: '今天', en: 'Today' },
  previous_month: { zh: '上个月', en: 'Previous month' },
  next_month: { zh: '下个月', en: 'Next month' },
  previous_week: { zh: '上一周', en: 'Previous week' },
  next_week: { zh: '下一周', en: 'Next week' },
  more: { zh: '还有 {n} 条', en: '+{n} more' },
  day_all: { zh: '{day}：共 {n} 条', en: '{day}: {n}' },
  add_on: { zh: '在 {day} 新建', en: 'New on {day}' },
  empty: { zh: '这段时间没有记录', en: 'Nothing in this time' },
  move: { zh: '改期', en: 'Move' },
  day_earlier: { zh: '提前一天', en: 'A day earlier' },
  day_later: { zh: '推后一天', en: 'A day later' },
  week_earlier: { zh: '提前一周', en: 'A week earlier' },
  week_later: { zh: '推后一周', en: 'A week later' },
  moved: { zh: '“{name}”已改到 {day}', en: '“{name}” moved to {day}' },
  help: {
    zh: '拖到另一天即可改期；也可在记录上按 Shift+方向键，或用其菜单。',
    en: 'Drag to another day to move; Shift+arrow keys on a record do the same, and so does its menu.',
  },
  no_days: { zh: '没有可用的日期字段', en: 'There is no date to go by' },
})
