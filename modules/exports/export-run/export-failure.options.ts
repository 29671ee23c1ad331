import { label } from '@perigon/define'

/** Why an export failed and what to do, by what the code in its ledger begins with; the first that fits, and the last fits all. */
export const EXPORT_FAILURES = [
  {
    start: 'access.denied',
    why: label(
      '您没有导出这些记录的权限。请联系管理员，或停用此定期导出',
      'You may not export these records. Ask an administrator, or pause the schedule',
    ),
  },
  {
    start: 'query.',
    why: label(
      '筛选或列中的字段已不存在，或不再对您开放。请从列表重新设置导出，并删除原来的定期导出',
      'A field of the filter or a column is gone, or closed to you. Set the export up again from the list, and delete the old schedule',
    ),
  },
  {
    start: 'object.not_found',
    why: label('这类记录已不存在。请删除此定期导出', 'There are no such records any more. Delete the schedule'),
  },
  {
    start: 'export.too_many_rows',
    why: label('超过 Excel 的行数上限。请缩小范围，或导出为 CSV', 'More records than Excel holds. Narrow the filter, or choose CSV'),
  },
  {
    start: '',
    why: label(
      '未能生成。请重新导出；仍失败时请联系管理员',
      'It could not be made. Export again; if it fails once more, tell an administrator',
    ),
  },
] as const
