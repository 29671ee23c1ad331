import { definePhrases } from '@perigon/ui'

export const workCalendarPhrases = definePhrases('work_calendar', {
  title: { zh: '工作日历', en: 'Working days' },
  hint: {
    zh: '到期、提醒和公海回收都按这里的工作日计算。点按某一天可改为休息或上班。',
    en: 'Due dates, reminders and customer pools count by these days. Press a day to make it free or worked.',
  },
  hint_reading: {
    zh: '到期、提醒和公海回收都按这里的工作日计算，由管理员维护。',
    en: 'Due dates, reminders and customer pools count by these days. Administrators keep them.',
  },
  weekend: { zh: '每周休息日', en: 'Free every week' },
  previous: { zh: '上一年', en: 'Previous year' },
  next: { zh: '下一年', en: 'Next year' },
  working: { zh: '全年 {n} 个工作日', en: '{n} working days in the year' },
  unknown: {
    zh: '{year} 年还没有录入节假日，目前只按周末计算。放假安排公布后请在这里录入。',
    en: 'No holidays of {year} are entered yet, so only weekends count. Enter them here once they are published.',
  },
  weekend_day: { zh: '周末', en: 'Weekend' },
  off: { zh: '休', en: 'off' },
  work: { zh: '班', en: 'work' },
  holiday: { zh: '节假日', en: 'Holiday' },
  make_up: { zh: '调休上班', en: 'Worked weekend day' },
  free: { zh: '休息', en: 'free' },
  worked: { zh: '上班', en: 'worked' },
  made_off: { zh: '{day} 已改为休息', en: '{day} is free now' },
  made_work: { zh: '{day} 已改为上班', en: '{day} is worked now' },
})
