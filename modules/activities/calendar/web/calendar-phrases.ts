import { definePhrases } from '@perigon/ui'

/** Words of the calendar page. */
export const calendarPagePhrases = definePhrases('calendar_page', {
  title: { zh: '日历', en: 'Calendar' },
  calendar_of: { zh: '{name}的日历', en: 'Calendar of {name}' },
  task: { zh: '任务', en: 'Task' },
  visit: { zh: '拜访', en: 'Visit' },
  meeting: { zh: '会议', en: 'Meeting' },
  step: { zh: '商机下一步', en: 'Next step' },
  birthday: { zh: '生日', en: 'Birthday' },
  late: { zh: '已逾期', en: 'Overdue' },
  cut_task: { zh: '还有 {n} 条任务未显示。', en: '{n} more tasks are not shown.' },
  cut_interaction: { zh: '还有 {n} 条拜访和会议未显示。', en: '{n} more visits and meetings are not shown.' },
  cut_opportunity: { zh: '还有 {n} 条商机下一步未显示。', en: '{n} more next steps are not shown.' },
  cut_contact: { zh: '还有 {n} 个生日未显示。', en: '{n} more birthdays are not shown.' },
  cut_hint: { zh: '请改看更短的时间。', en: 'Look at fewer days.' },
  resized: { zh: '“{name}”时长改为 {n} 分钟', en: '“{name}” now lasts {n} minutes' },
  moved: { zh: '“{name}”已改到 {at}', en: '“{name}” moved to {at}' },
  choose: { zh: '“{name}”改期', en: 'Move “{name}”' },
  whose: { zh: '谁的日历', en: 'Whose calendar' },
  mine: { zh: '我的', en: 'Mine' },
  colleague: { zh: '同事', en: 'Colleague' },
  department: { zh: '部门', en: 'Department' },
  pick_colleague: { zh: '选择同事', en: 'Choose a colleague' },
  pick_department: { zh: '选择部门', en: 'Choose a department' },
  keys: {
    zh: 'D 日 · W 周 · M 月 · T 今天 · ← → 前后翻页 · N 新任务',
    en: 'D day · W week · M month · T today · ← → earlier, later · N new task',
  },
  subscribe: { zh: '订阅', en: 'Subscribe' },
  subscribe_title: { zh: '在其他日历中订阅', en: 'Subscribe with another calendar' },
  subscribe_what: {
    zh: '生成一个地址，加到手机或 Outlook 的日历里，即可看到您自己的任务、拜访和会议，约每刻钟更新一次。',
    en: 'Makes an address for the calendar of your phone or Outlook. It shows your own tasks, visits and meetings, renewed every quarter of an hour or so.',
  },
  subscribe_make: { zh: '生成地址', en: 'Make the address' },
  subscribe_once: {
    zh: '地址只显示这一次。谁拿到它，谁就能看到您的日程；请勿转发。',
    en: 'The address is shown this once. Whoever has it can read your dates; do not pass it on.',
  },
  subscribe_address: { zh: '订阅地址', en: 'Address' },
  how_outlook: {
    zh: 'Outlook：添加日历 → 从 Internet 订阅，粘贴地址。',
    en: 'Outlook: Add calendar → Subscribe from web, and paste the address.',
  },
  how_phone: {
    zh: 'iPhone：设置 → 日历 → 账户 → 添加账户 → 其他 → 添加已订阅的日历。安卓和钉钉：在日历设置中选择“订阅日历”。',
    en: 'iPhone: Settings → Calendar → Accounts → Add account → Other → Add subscribed calendar. Android and DingTalk: “Subscribe to a calendar” in the settings of the calendar.',
  },
  revoke: { zh: '不再需要时，可在“我的账号”的令牌中撤销：', en: 'To end it, revoke its token in your account:' },
  account: { zh: '我的账号', en: 'My account' },
  copy_failed: { zh: '无法复制，请手动选中地址复制', en: 'Copying failed. Select the address and copy it by hand' },
})
