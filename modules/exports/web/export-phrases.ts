import { definePhrases } from '@perigon/ui'

/** Words of exports in the background and on a schedule. */
export const exportPhrases = definePhrases('exports', {
  title: { zh: '导出', en: 'Exports' },
  hint: {
    zh: '文件由后台生成，保留 30 天，只有您能下载。关闭页面不影响进度。',
    en: 'Files are made in the background, kept for 30 days, and yours alone. You may close this page.',
  },
  none: { zh: '还没有导出', en: 'No exports yet' },
  none_hint: {
    zh: '在任意列表点“⋮ → 后台或定期导出”，即可在后台生成文件，或每天、每周、每月自动生成。',
    en: 'In any list choose “⋮ → Export in the background or on a schedule”.',
  },
  schedules: { zh: '定期导出', en: 'Scheduled exports' },
  runs: { zh: '文件', en: 'Files' },
  download: { zh: '下载', en: 'Download' },
  download_of: { zh: '下载“{name}”', en: 'Download {name}' },
  cancel: { zh: '取消', en: 'Cancel' },
  cancel_of: { zh: '取消导出“{name}”', en: 'Cancel {name}' },
  rows: { zh: '{n} 条记录', en: '{n} records' },
  so_far: { zh: '已写出 {n} 条', en: '{n} written so far' },
  waiting: { zh: '等待后台处理…', en: 'Waiting for its turn…' },
  expired: { zh: '文件已超过 30 天并清除，可重新导出', en: 'Kept for 30 days and cleared away. Export again' },
  daily: { zh: '每天 {hour}:00', en: 'Every day at {hour}:00' },
  weekly: { zh: '每{day} {hour}:00', en: 'Every {day} at {hour}:00' },
  monthly: { zh: '每月 {n} 日 {hour}:00', en: 'On day {n} of the month at {hour}:00' },
  working: { zh: '遇休息日顺延', en: 'free days wait' },
  next: { zh: '下次：{at}', en: 'Next: {at}' },
  paused: { zh: '已暂停', en: 'Paused' },
  paused_because: {
    zh: '连续 {n} 次失败，已自动暂停。{why}。处理后重新启用即可，次数从头算起。',
    en: 'Paused after {n} failures in a row. {why}. Then switch it on again; the count starts over.',
  },
  failed_once: { zh: '上次未能生成', en: 'failed the last time' },
  failed_times: { zh: '最近 {n} 次未能生成', en: 'failed the last {n} times' },
  active_of: { zh: '启用“{name}”', en: 'Switch {name} on' },
  change: { zh: '修改', en: 'Change' },
  change_of: { zh: '修改“{name}”', en: 'Change {name}' },
  remove: { zh: '删除', en: 'Delete' },
  remove_of: { zh: '删除“{name}”', en: 'Delete {name}' },
  removed: { zh: '“{name}”已删除', en: '{name} was deleted' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
})
