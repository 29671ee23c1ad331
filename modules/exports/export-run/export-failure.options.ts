import { label } from '@perigon/define'

/**
 * Why an export failed, and what to do about one made once and one made again and again, by what the code in its ledger begins with;
 * the first that fits, and the last fits all.
 */
export const EXPORT_FAILURES = [
  {
    start: 'access.denied',
    once: label('您没有导出这些记录的权限。请联系管理员', 'You may not export these records. Ask an administrator'),
    again: label('您没有导出这些记录的权限。请联系管理员', 'You may not export these records. Ask an administrator'),
  },
  {
    start: 'query.',
    once: label(
      '筛选或列中的字段已不存在，或不再对您开放。请从列表重新导出',
      'A field of the filter or a column is gone, or closed to you. Export again from the list',
    ),
    again: label(
      '筛选或列中的字段已不存在，或不再对您开放。请修改此定期导出的列或条件',
      'A field of the filter or a column is gone, or closed to you. Change the columns or the filter of the schedule',
    ),
  },
  {
    start: 'object.not_found',
    once: label('这类记录已不存在', 'There are no such records any more'),
    again: label('这类记录已不存在。请删除此定期导出', 'There are no such records any more. Delete the schedule'),
  },
  {
    start: 'export.too_many_rows',
    once: label('超过 Excel 的行数上限。请缩小范围，或导出为 CSV', 'More records than Excel holds. Narrow the filter, or choose CSV'),
    again: label(
      '超过 Excel 的行数上限。请缩小此定期导出的范围，或把格式改为 CSV',
      'More records than Excel holds. Narrow the filter of the schedule, or change its format to CSV',
    ),
  },
  {
    start: '',
    once: label(
      '未能生成。请重新导出；仍失败时请联系管理员',
      'It could not be made. Export again; if it fails once more, tell an administrator',
    ),
    again: label('未能生成。若再次失败，请联系管理员', 'It could not be made. If it fails once more, tell an administrator'),
  },
] as const
