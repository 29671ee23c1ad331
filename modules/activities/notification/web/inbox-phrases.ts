import { definePhrases } from '@perigon/ui'

/** Words of the bell and the inbox. */
export const inboxPhrases = definePhrases('inbox', {
  title: { zh: '通知', en: 'Notifications' },
  bell_n: { zh: '通知，{n} 条未读', en: 'Notifications, {n} unread' },
  hint: {
    zh: '读过不等于处理过：处理完的标为已完成。↑↓ 选择，回车打开，D 完成，U 切换已读。',
    en: 'Read is not done: mark what you have dealt with. ↑↓ choose, Enter opens, D is done, U switches read.',
  },
  open: { zh: '待处理', en: 'Open' },
  unread: { zh: '未读', en: 'Unread' },
  done: { zh: '已完成', en: 'Done' },
  all: { zh: '全部', en: 'All' },
  state: { zh: '状态', en: 'State' },
  kinds: { zh: '所有类型', en: 'All kinds' },
  search: { zh: '搜索通知', en: 'Search notifications' },
  list: { zh: '通知列表', en: 'Notifications' },
  mark_done: { zh: '完成', en: 'Done' },
  reopen: { zh: '重新打开', en: 'Open again' },
  preferences: { zh: '通知设置', en: 'Preferences' },
  mark_all_read: { zh: '全部标为已读', en: 'Mark all as read' },
  done_one: { zh: '已完成“{name}”', en: '“{name}” is done' },
  reopened: { zh: '已重新打开“{name}”', en: '“{name}” is open again' },
  read_n: { zh: '{n} 条已标为已读', en: '{n} marked as read' },
  more: { zh: '显示更多', en: 'Show more' },
  see_all: { zh: '查看全部通知', en: 'See all notifications' },
  empty_open: { zh: '都处理完了', en: 'All dealt with' },
  empty_open_hint: {
    zh: '分派给您的任务、提及和后台任务的结果会出现在这里。',
    en: 'Tasks given to you, mentions and the results of background jobs show up here.',
  },
  empty_unread: { zh: '没有未读通知', en: 'Nothing unread' },
  empty_done: { zh: '还没有处理过的通知', en: 'Nothing done yet' },
  empty_result: { zh: '没有符合条件的通知', en: 'No notification fits' },
  empty_result_hint: { zh: '换个词，或清除类型和搜索。', en: 'Try another word, or clear kind and search.' },
  clear: { zh: '清除条件', en: 'Clear' },
  is_unread: { zh: '未读', en: 'Unread' },
})
