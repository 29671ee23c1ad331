import { definePhrases } from '@perigon/ui'

/** Words of today's desk. */
export const todayPhrases = definePhrases('today', {
  title: { zh: '今日工作台', en: 'Today’s desk' },
  hint: {
    zh: '到期任务、停滞的商机、久未联系的客户和客户联系人的生日，按金额和延误程度排序。↑↓ 选择，回车打开，D 完成任务、记录跟进或记下已祝福。',
    en: 'Tasks that are due, opportunities that stand still, customers nobody spoke with and birthdays of their contacts, by value and delay. ↑↓ choose, Enter opens, D completes a task, logs a follow-up or notes a greeting.',
  },
  all: { zh: '全部', en: 'All' },
  task: { zh: '任务', en: 'Tasks' },
  opportunity: { zh: '商机', en: 'Opportunities' },
  customer: { zh: '客户', en: 'Customers' },
  contact: { zh: '生日', en: 'Birthdays' },
  birthday_today: { zh: '今天生日', en: 'Birthday today' },
  birthday_tomorrow: { zh: '明天生日', en: 'Birthday tomorrow' },
  birthday_soon: { zh: '{n} 天后生日', en: 'Birthday in {n} days' },
  greet: { zh: '已祝福', en: 'Greeted' },
  greeting: { zh: '生日祝福', en: 'Birthday greeting' },
  greeted: { zh: '已记下对“{name}”的生日祝福', en: 'Birthday greeting to “{name}” noted' },
  task_late: { zh: '任务逾期 {n} 天', en: 'Task {n} days late' },
  task_today: { zh: '今天到期', en: 'Due today' },
  step_due: { zh: '下一步已到期 {n} 天', en: 'Next step {n} days late' },
  step_today: { zh: '今天执行下一步', en: 'Next step today' },
  no_step: { zh: '{n} 天没有下一步', en: 'No next step for {n} days' },
  close_passed: { zh: '预计成交日已过 {n} 天', en: 'Expected close passed {n} days ago' },
  silent: { zh: '{n} 天未联系', en: 'Silent for {n} days' },
  list: { zh: '待处理事项', en: 'To do' },
  complete: { zh: '完成', en: 'Complete' },
  log: { zh: '记录跟进', en: 'Log a follow-up' },
  completed: { zh: '已完成“{name}”', en: '“{name}” completed' },
  empty: { zh: '今天没有到期的事项', en: 'Nothing is due today' },
  empty_hint: {
    zh: '没有逾期任务、停滞商机、久未联系的客户或临近的生日。',
    en: 'No late tasks, no idle opportunities, no silent customers, no birthdays.',
  },
  more: { zh: '每类显示最紧要的 50 条', en: 'The 50 most urgent of each kind' },
})
