import type { Json } from './json.ts'
import type { Label } from './locale.ts'

/** Everything the log tells, in both languages. */
export const AUDIT_OPS = {
  create: { zh: '新建', en: 'Created' },
  update: { zh: '修改', en: 'Changed' },
  delete: { zh: '删除', en: 'Deleted' },
  restore: { zh: '恢复', en: 'Restored' },
  sign_in: { zh: '登录', en: 'Signed in' },
  sign_in_failed: { zh: '登录失败', en: 'Sign-in failed' },
  sign_out: { zh: '退出', en: 'Signed out' },
  password: { zh: '密码与验证', en: 'Password or factor' },
  token: { zh: 'API 令牌', en: 'API token' },
  export: { zh: '导出', en: 'Exported' },
  unmask: { zh: '查看脱敏内容', en: 'Unmasked' },
  erase: { zh: '删除个人信息', en: 'Erased' },
  archive: { zh: '日志归档', en: 'Log put away' },
  sweep: { zh: '文件清理', en: 'Files cleared' },
  file_refused: { zh: '拒收文件', en: 'File refused' },
  duplicate_check: { zh: '查重', en: 'Asked for duplicates' },
  duplicate_scan: { zh: '重复扫描', en: 'Scan for duplicates' },
  duplicate_decision: { zh: '判定不是同一个', en: 'Said to be different' },
} as const satisfies Record<string, Label>
export type AuditOp = keyof typeof AUDIT_OPS

/** What people look for in the log. */
export const AUDIT_KINDS = {
  sign_in: { zh: '登录与账号安全', en: 'Sign-ins and account safety' },
  rights: { zh: '权限与组织变更', en: 'Rights and organization' },
  export: { zh: '导出', en: 'Exports' },
  unmask: { zh: '查看脱敏内容', en: 'Unmasking' },
  import: { zh: '导入', en: 'Imports' },
  delete: { zh: '删除与恢复', en: 'Deletions and restores' },
  api: { zh: '接口写入', en: 'Writes by API token' },
  files: { zh: '文件', en: 'Files' },
  change: { zh: '所有数据变更', en: 'All changes of data' },
} as const satisfies Record<string, Label>
export type AuditKind = keyof typeof AUDIT_KINDS

/** One line of the log, as administrators read it. */
export type AuditEntry = {
  readonly seq: number
  readonly id: string
  readonly at: string
  readonly op: AuditOp
  readonly object: string
  readonly record: string | null
  /** The name of the record today; null when there is none or it is gone. */
  readonly title: string | null
  readonly actor: string | null
  readonly actor_name: string
  readonly version: number
  /** As the log keeps it. */
  readonly changes: { readonly [key: string]: Json }
  /** Field → before and after as on the wire, with the names of linked records; empty for facts that are no change. */
  readonly told: { readonly [field: string]: { readonly before: Json; readonly after: Json } }
  readonly cause: Json
}

/** Those who act without being people, by the name the log has for them. */
export const SYSTEM_ACTORS: { readonly [name: string]: Label } = {
  'bring over': { zh: '系统 · 从其他系统导入', en: 'System · bringing over' },
  bulk: { zh: '系统 · 批量操作', en: 'System · bulk changes' },
  'command line': { zh: '命令行', en: 'Command line' },
  demo: { zh: '系统 · 示例数据', en: 'System · sample data' },
  duplicates: { zh: '系统 · 查重', en: 'System · duplicates' },
  exports: { zh: '系统 · 导出', en: 'System · exports' },
  'file sweep': { zh: '系统 · 文件清理', en: 'System · clearing files' },
  import: { zh: '系统 · 导入', en: 'System · import' },
  invitations: { zh: '系统 · 会议邀请', en: 'System · invitations' },
  ldap: { zh: '系统 · 目录同步（LDAP）', en: 'System · directory (LDAP)' },
  'log keeper': { zh: '系统 · 日志归档', en: 'System · log keeping' },
  oidc: { zh: '系统 · 单点登录', en: 'System · single sign-on' },
  pools: { zh: '系统 · 公海', en: 'System · pools' },
  profile: { zh: '系统 · 个人设置', en: 'System · profile' },
  reminders: { zh: '系统 · 提醒', en: 'System · reminders' },
  seeds: { zh: '系统 · 初始数据', en: 'System · first-day data' },
  'set-up': { zh: '系统 · 初始设置', en: 'System · set-up' },
  'sign-in': { zh: '系统 · 登录', en: 'System · sign-in' },
}

/** What follows from a change by itself is done under the name of what follows: the key of its module, a point, and more. */
const BY_ITSELF: Label = { zh: '系统 · 自动', en: 'System · by itself' }

/** The names, as the log has them, of those who act by themselves. */
const NAMED_BY_ITSELF = '^[a-z_]+\\.[a-z_]+$'

function systemActorLabel(name: string): Label | undefined {
  return Object.hasOwn(SYSTEM_ACTORS, name) ? SYSTEM_ACTORS[name] : new RegExp(NAMED_BY_ITSELF).test(name) ? BY_ITSELF : undefined
}

// Somebody types what the screen shows, and seldom the point between its parts.
const plain = (words: string): string => words.toLowerCase().replace(/[\s·（）()]/g, '')

/** Which names in the log are shown by these words: those of system actors, and a pattern that those who act by themselves match. */
export function systemActorsShown(words: string): { readonly names: readonly string[]; readonly pattern: string | null } {
  const wanted = plain(words)
  const isShown = (shown: Label): boolean => wanted !== '' && [shown.zh, shown.en].some((each) => plain(each).includes(wanted))
  return {
    names: Object.entries(SYSTEM_ACTORS).flatMap(([name, shown]) => (isShown(shown) ? [name] : [])),
    pattern: isShown(BY_ITSELF) ? NAMED_BY_ITSELF : null,
  }
}

/** Who did it, in the reader's language. A refused sign-in has the name somebody typed, which is nobody's. */
export function auditActor(entry: { readonly actor: string | null; readonly actor_name: string; readonly op: string }): Label {
  const known = entry.actor === null && entry.op !== 'sign_in_failed' ? systemActorLabel(entry.actor_name) : undefined
  return known ?? { zh: entry.actor_name, en: entry.actor_name }
}
