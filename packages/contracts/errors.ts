import type { Json } from './json.ts'
import type { Label } from './locale.ts'

type CatalogueEntry = { readonly status: number; readonly retryable?: true; readonly label: Label }

/**
 * Every error the product answers with. The code is the phrase key: an error without both languages does not compile.
 * `{name}` in a label is filled from the error's data.
 */
export const ERRORS = {
  'auth.required': { status: 401, label: { zh: '请先登录', en: 'Please sign in' } },
  'auth.invalid': { status: 401, label: { zh: '账号或密码不正确', en: 'Login or password is wrong' } },
  'auth.second_factor': { status: 401, label: { zh: '请输入动态验证码', en: 'Enter the one-time code' } },
  'auth.code': { status: 401, label: { zh: '验证码不正确或已使用', en: 'The code is wrong or was used already' } },
  'auth.wrong_code': { status: 422, label: { zh: '验证码不正确或已使用', en: 'The code is wrong or was used already' } },
  'auth.passkey': {
    status: 401,
    label: { zh: '通行密钥无效，请改用密码登录', en: 'The passkey was not accepted. Sign in with your password instead' },
  },
  'auth.use_passkey': {
    status: 401,
    label: { zh: '您的角色要求两步验证，请使用通行密钥登录', en: 'Your role needs a second factor. Sign in with your passkey' },
  },
  'auth.no_passkeys': {
    status: 409,
    label: {
      zh: '此地址不支持通行密钥：请管理员将 PERIGON_URL 设置为 https 域名',
      en: 'Passkeys do not work at this address. Ask an administrator to set PERIGON_URL to an https name',
    },
  },
  'auth.passkeys_full': {
    status: 409,
    label: { zh: '最多 {count} 个通行密钥，请先删除不用的', en: 'At most {count} passkeys. Remove one first' },
  },
  'auth.directory': {
    status: 503,
    retryable: true,
    label: { zh: '公司目录（LDAP）暂时没有响应，请稍后重试', en: 'The company directory does not answer. Try again in a moment' },
  },
  'auth.sso': { status: 401, label: { zh: '单点登录未成功，请重试', en: 'Single sign-on did not work. Try again' } },
  'auth.sso_down': {
    status: 503,
    retryable: true,
    label: { zh: '单点登录服务暂时没有响应，请稍后重试', en: 'The sign-on service does not answer. Try again in a moment' },
  },
  'auth.taken': {
    status: 403,
    label: {
      zh: '您的账号已存在且不使用此登录方式，请联系管理员',
      en: 'Your login exists already and does not sign in this way. Ask an administrator',
    },
  },
  'auth.no_role': {
    status: 403,
    label: { zh: '您尚未分配角色，请联系管理员', en: 'You have no role here yet. Ask an administrator' },
  },
  'auth.second_factor_on': {
    status: 409,
    label: { zh: '两步验证已启用，请先停用', en: 'The second factor is on already. Turn it off first' },
  },
  'auth.present_password': { status: 422, label: { zh: '当前密码不正确', en: 'The present password is wrong' } },
  'auth.network': {
    status: 403,
    label: {
      zh: '不允许从您所在的网络（{peer}）登录，请联系管理员',
      en: 'Signing in from your network ({peer}) is not allowed. Ask an administrator',
    },
  },
  'auth.must_second_factor': {
    status: 403,
    label: {
      zh: '您的角色要求两步验证，请先在“我的账号”中启用',
      en: 'Your role needs a second factor. Set one up on your account page first',
    },
  },
  'auth.reset_link': {
    status: 400,
    label: { zh: '链接无效、已使用或已过期，请重新申请', en: 'The link is wrong, used or out of date. Ask for a new one' },
  },
  'auth.no_mail': {
    status: 409,
    label: {
      zh: '尚未配置邮件服务，请让管理员重设密码',
      en: 'No mail server is configured. Ask an administrator for a new password',
    },
  },
  'auth.reading_only': { status: 403, label: { zh: '此令牌只能读取', en: 'This token may only read' } },
  'auth.throttled': {
    status: 429,
    retryable: true,
    label: { zh: '尝试过于频繁，请在 {seconds} 秒后重试', en: 'Too many attempts. Try again in {seconds} seconds' },
  },
  'auth.csrf': { status: 403, label: { zh: '页面已过期，请刷新后重试', en: 'The page is out of date. Reload it and try again' } },
  'auth.origin': { status: 403, label: { zh: '请求来源不被允许', en: 'The request comes from a place that is not allowed' } },
  'auth.setup_done': { status: 409, label: { zh: '系统已完成初始化，请直接登录', en: 'Set-up is done already. Please sign in' } },
  'auth.setup_link': {
    status: 403,
    label: { zh: '初始化链接无效，请使用启动时终端中显示的链接', en: 'The set-up link is not valid. Use the one printed at start' },
  },
  'access.denied': { status: 403, label: { zh: '您没有此操作的权限，请联系管理员', en: 'You may not do this. Ask an administrator' } },
  'record.not_found': { status: 404, label: { zh: '记录不存在或您无权查看', en: 'The record does not exist or you may not see it' } },
  'object.not_found': { status: 404, label: { zh: '没有名为“{object}”的对象', en: 'There is no object named “{object}”' } },
  'route.not_found': { status: 404, label: { zh: '没有这个地址', en: 'There is nothing at this address' } },
  'record.invalid': { status: 422, label: { zh: '有 {count} 处需要修改', en: '{count} thing(s) need mending' } },
  'record.version_conflict': {
    status: 409,
    label: { zh: '您编辑期间，此记录已被他人修改', en: 'Somebody changed this record while you were editing' },
  },
  'record.version_required': { status: 428, label: { zh: '更新需要 If-Match 版本号', en: 'An update needs the version in If-Match' } },
  'record.in_use': {
    status: 409,
    label: { zh: '仍有{object}引用此记录，不能删除', en: 'Still referenced by {object}; it cannot be deleted' },
  },
  'operation.closed': {
    status: 409,
    label: {
      zh: '此操作已撤销，或已超过 {days} 天，不能再撤销',
      en: 'This was taken back already, or is more than {days} days old',
    },
  },
  'record.state': {
    status: 409,
    label: { zh: '当前状态“{state}”下不能执行此操作', en: 'This cannot be done while the state is “{state}”' },
  },
  'request.invalid': { status: 400, label: { zh: '请求格式不正确：{detail}', en: 'The request is malformed: {detail}' } },
  'request.too_large': { status: 413, label: { zh: '内容过大，上限为 {limit}', en: 'Too large; the limit is {limit}' } },
  'request.media_type': { status: 415, label: { zh: '不支持的内容类型', en: 'This content type is not supported' } },
  'file.too_large': { status: 413, label: { zh: '文件过大，每个文件最大 {limit}', en: 'The file is too large; {limit} at most' } },
  'export.too_many_rows': {
    status: 422,
    label: { zh: 'Excel 只容纳 {limit} 条，请缩小范围或用 CSV', en: 'Excel holds {limit} records; use CSV' },
  },
  'file.too_many': {
    status: 409,
    label: { zh: '每条记录最多 {limit} 个文件，请先删除不需要的文件', en: 'A record takes {limit} files at most. Delete some first' },
  },
  'file.program': {
    status: 422,
    label: {
      zh: '不接受可执行文件“{name}”，可压缩为 zip 后上传',
      en: '“{name}” is a program; those are not taken. Put it into a zip file',
    },
  },
  'file.infected': {
    status: 422,
    label: { zh: '“{name}”未通过病毒检查（{finding}），未保存', en: '“{name}” did not pass the virus check ({finding}) and was not kept' },
  },
  'file.scan': {
    status: 503,
    retryable: true,
    label: {
      zh: '病毒检查暂不可用，文件未保存，请稍后重试',
      en: 'The virus check is not available, so the file was not kept. Try again in a moment',
    },
  },
  'file.store': {
    status: 503,
    retryable: true,
    label: { zh: '文件存储暂不可用，请稍后重试', en: 'The file storage is not available. Try again in a moment' },
  },
  'file.content_missing': {
    status: 404,
    label: {
      zh: '文件内容已丢失，请联系管理员从备份恢复',
      en: 'The content of this file is missing. Ask an administrator to bring it back from a backup',
    },
  },
  'file.no_preview': { status: 404, label: { zh: '此文件没有预览', en: 'There is no preview of this file' } },
  'query.unknown_field': { status: 400, label: { zh: '没有字段“{field}”', en: 'There is no field “{field}”' } },
  'query.masked': {
    status: 403,
    label: {
      zh: '字段“{field}”对您脱敏显示，不能用于筛选、排序、分组或统计',
      en: 'Field “{field}” is masked for you; it cannot be filtered, sorted, grouped or counted by',
    },
  },
  'query.operator': {
    status: 400,
    label: { zh: '字段“{field}”不支持条件“{op}”', en: 'Field “{field}” does not know the operator “{op}”' },
  },
  'query.value': { status: 400, label: { zh: '字段“{field}”的条件值不正确', en: 'The value for field “{field}” is not usable' } },
  'query.malformed': { status: 400, label: { zh: '查询条件格式不正确：{detail}', en: 'The condition is malformed: {detail}' } },
  'query.too_deep': { status: 400, label: { zh: '查询条件嵌套超过 {limit} 层', en: 'The condition is nested deeper than {limit}' } },
  'query.too_large': { status: 400, label: { zh: '查询条件超过 {limit} 项', en: 'The condition has more than {limit} parts' } },
  'query.cursor': {
    status: 400,
    label: {
      zh: '翻页标记无效或属于另一个列表，请从第一页开始',
      en: 'The cursor is damaged or belongs to another list. Start from the first page',
    },
  },
  'query.sort': { status: 400, label: { zh: '不能按“{field}”排序', en: 'Cannot sort by “{field}”' } },
  'query.group': { status: 400, label: { zh: '不能按“{field}”分组', en: 'Cannot group by “{field}”' } },
  'query.measure': { status: 400, label: { zh: '不能对“{field}”计算“{fn}”', en: 'Cannot compute “{fn}” of “{field}”' } },
  'query.timeout': {
    status: 503,
    retryable: true,
    label: { zh: '查询时间过长，请缩小范围后重试', en: 'The query took too long. Narrow it and try again' },
  },
  'bulk.state': {
    status: 409,
    label: { zh: '它已经结束或正在撤销，不能执行此操作', en: 'It has ended or is being undone; this cannot be done any more' },
  },
  'bulk.nothing': {
    status: 422,
    label: { zh: '没有可修改的记录，请调整选择或筛选条件', en: 'There is no record to change. Choose others or change the filter' },
  },
  'bulk.changed': { status: 409, label: { zh: '之后又有修改，已保留：{fields}', en: 'Changed since, so it was left: {fields}' } },
  'sheet.too_many': {
    status: 413,
    label: {
      zh: '一次最多粘贴 {limit} 个单元格，更多数据请使用导入',
      en: 'At most {limit} cells can be pasted at once. Use an import for more',
    },
  },
  'import.file': { status: 400, label: { zh: '无法读取文件：{detail}', en: 'The file cannot be read: {detail}' } },
  'import.rights': { status: 403, label: { zh: '缺少导入权限：{missing}', en: 'You lack the right to import: {missing}' } },
  'import.state': {
    status: 409,
    label: { zh: '导入任务当前状态为“{state}”，不能执行此操作', en: 'The import is “{state}”; this cannot be done now' },
  },
  'pool.taken': {
    status: 409,
    label: { zh: '已被{owner}领取，请选择其他客户', en: 'Taken by {owner} already. Choose another one' },
  },
  'pool.gone': {
    status: 409,
    label: { zh: '不在此公海中了，请刷新列表', en: 'No longer in this pool. Refresh the list' },
  },
  'pool.off': { status: 409, label: { zh: '公海“{pool}”已停用', en: 'The pool “{pool}” is off' } },
  'pool.no_employee': {
    status: 409,
    label: {
      zh: '您的账号没有关联员工，不能负责客户，请联系管理员',
      en: 'Your login belongs to no employee, so you cannot own records. Ask an administrator',
    },
  },
  'pool.limit': {
    status: 409,
    label: {
      zh: '从“{pool}”最多持有 {limit} 个，请先退回或跟进完现有的',
      en: 'At most {limit} from “{pool}” at a time. Put some back first',
    },
  },
  'pool.daily_limit': {
    status: 409,
    label: { zh: '“{pool}”每天最多领取 {limit} 个，请明天再来', en: 'At most {limit} a day from “{pool}”. Come back tomorrow' },
  },
  'pool.former_owner': {
    status: 409,
    label: { zh: '您曾负责此客户，{until} 起才能再领取', en: 'It was yours before. You may claim it again from {until} on' },
  },
  'pool.undo_closed': {
    status: 409,
    label: { zh: '领取已超过 {minutes} 分钟，请改用退回', en: 'Claimed more than {minutes} minutes ago. Put it back instead' },
  },
  'duplicate.running': {
    status: 409,
    label: { zh: '正在扫描，请等待完成或先取消', en: 'A scan is running. Wait for it, or cancel it first' },
  },
  'duplicate.no_rules': {
    status: 409,
    label: { zh: '没有启用的查重规则，请先启用至少一条', en: 'No duplicate rule is active. Switch at least one on first' },
  },
  'duplicate.closed': { status: 409, label: { zh: '这一组已处理，请刷新列表', en: 'This group was dealt with already. Refresh the list' } },
  'duplicate.differ': { status: 409, label: { zh: '{fields}不同，请并排比较后合并', en: 'They differ: {fields}. Compare them first' } },
  'import.mapping': { status: 400, label: { zh: '列匹配不正确：{detail}', en: 'The column mapping is not usable: {detail}' } },
  'schema.invalid': { status: 422, label: { zh: '定义不正确：{detail}', en: 'The definition is not usable: {detail}' } },
  'schema.busy': { status: 503, retryable: true, label: { zh: '数据表正忙，请稍后重试', en: 'The table is busy. Try again in a moment' } },
  'database.unavailable': {
    status: 503,
    retryable: true,
    label: {
      zh: '数据库暂不可用，您的输入已保留，请稍后重试',
      en: 'The database is not available. Your input is kept; try again in a moment',
    },
  },
  'server.busy': { status: 503, retryable: true, label: { zh: '服务器繁忙，请稍后重试', en: 'The server is busy. Try again in a moment' } },
  'server.error': {
    status: 500,
    label: {
      zh: '服务器内部错误，请把编号 {request} 告诉管理员',
      en: 'Something went wrong inside. Tell an administrator the number {request}',
    },
  },
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof ERRORS

/** What is wrong with one field; `path` is the field key, or empty for the whole record. */
export type Issue = { readonly path: string; readonly code: IssueCode; readonly data?: { readonly [name: string]: Json } }

/** Everything that can be wrong with a value. */
export const ISSUES = {
  required: { zh: '必填', en: 'Required' },
  unknown_field: { zh: '没有这个字段', en: 'There is no such field' },
  read_only: { zh: '由系统维护，不能填写', en: 'Kept by the system; it cannot be set' },
  administrator: { zh: '只有管理员可以设置', en: 'Only an administrator may set this' },
  type: { zh: '格式不正确，应为{expected}', en: 'Wrong format; expected {expected}' },
  too_long: { zh: '最多 {max} 个字', en: 'At most {max} characters' },
  too_small: { zh: '不能小于 {min}', en: 'Must be at least {min}' },
  too_large: { zh: '不能大于 {max}', en: 'Must be at most {max}' },
  option: { zh: '没有选项“{value}”', en: 'There is no option “{value}”' },
  link: { zh: '关联的记录不存在或您无权查看', en: 'The linked record does not exist or you may not see it' },
  link_text: { zh: '找不到“{value}”', en: '“{value}” was not found' },
  link_ambiguous: { zh: '“{value}”对应多条记录', en: '“{value}” matches several records' },
  unique: { zh: '“{value}”已被使用', en: '“{value}” is in use already' },
  unique_of: { zh: '“{value}”已被“{holder}”使用', en: '“{value}” is in use by “{holder}”' },
  duplicate_of: {
    zh: '与“{holder}”重复（{rule}；负责人：{owner}），不能保存。请使用已有记录，或联系其负责人',
    en: 'The same as “{holder}” ({rule}; owner: {owner}) and not saved. Use that record, or speak with its owner',
  },
  duplicate_row: { zh: '与同一批中的另一条重复（{rule}），不能保存', en: 'The same as another one of this batch ({rule}) and not saved' },
  alike_blocks: {
    zh: '“相似”的规则只能提醒，请选择“相同”或“域名相同”',
    en: 'A rule of likeness can only warn. Choose “Equal” or “Same domain”',
  },
  alike_field: { zh: '“相似”只能比较名称', en: 'Only names are compared for likeness' },
  domain_field: { zh: '只有邮箱和网址有域名', en: 'Only e-mail and website have a domain' },
  credit_code: { zh: '统一社会信用代码校验位不正确', en: 'The check digit of the unified credit code is wrong' },
  phone: { zh: '不是有效的电话号码', en: 'Not a valid phone number' },
  email: { zh: '不是有效的邮箱地址', en: 'Not a valid e-mail address' },
  url: { zh: '不是有效的网址', en: 'Not a valid web address' },
  control_character: { zh: '含有不可见的控制字符', en: 'Contains an invisible control character' },
  currency: { zh: '没有币种“{value}”的汇率', en: 'There is no exchange rate for “{value}”' },
  transition: { zh: '不能从“{from}”变为“{to}”', en: 'Cannot change from “{from}” to “{to}”' },
  use_verb: { zh: '请使用“{verb}”操作', en: 'Use the action “{verb}”' },
  cycle: { zh: '形成了循环', en: 'This would make a circle' },
  after: { zh: '不能早于“{field}”', en: 'Must not be before “{field}”' },
  past: { zh: '不能早于今天', en: 'Must not be before today' },
  future: { zh: '不能晚于今天', en: 'Must not be in the future' },
  stage_requires: { zh: '进入阶段“{stage}”前必填', en: 'Required before stage “{stage}”' },
  stage_process: { zh: '该阶段不属于所选销售流程', en: 'This stage belongs to another sales process' },
  reason_required: { zh: '请说明原因', en: 'Please give a reason' },
  former_password: { zh: '不能使用最近 {count} 次用过的密码', en: 'One of the last {count} passwords cannot be used again' },
  one_of_them: { zh: '只能选择其中一项', en: 'Choose one of them only' },
  refused: { zh: '{why}', en: '{why}' },
  changed_since: {
    zh: '{who}已将其改为“{value}”，您的值未保存',
    en: '{who} changed this to “{value}” meanwhile; your value was not saved',
  },
  inactive_person: { zh: '“{name}”已离职，不能负责客户', en: '“{name}” has left and cannot own records' },
  no_working_day: { zh: '每周至少保留一个工作日', en: 'Leave at least one working day in the week' },
  shuts_you_out: {
    zh: '您当前的地址 {peer} 不在其中，保存后您将无法登录',
    en: 'Your own address {peer} is not among them: you would shut yourself out',
  },
  weak_password: { zh: '密码强度不足：{detail}', en: 'The password is too weak: {detail}' },
} as const satisfies Record<string, Label>
export type IssueCode = keyof typeof ISSUES

/** The body of every error answer (RFC 9457, `application/problem+json`). */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly request: string
  readonly retryable: boolean
  readonly errors?: readonly { readonly path: string; readonly code: IssueCode; readonly message: string; readonly data?: Json }[]
  readonly data?: Json
}

export type ErrorDetails = {
  readonly data?: { readonly [name: string]: Json }
  readonly issues?: readonly Issue[]
  readonly cause?: unknown
}

/** The one error class. Anything else thrown is a bug and answers 500. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly data: { readonly [name: string]: Json }
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.data = details.data ?? {}
    this.issues = details.issues ?? []
  }
}

/** Refuses a record because of its issues; `count` is filled in for the title. */
export function invalid(issues: readonly Issue[]): AppError {
  return new AppError('record.invalid', { issues, data: { count: issues.length } })
}

/** Fills `{name}` places of a phrase. Labels among the data are chosen by locale. */
export function fill(phrase: string, data: { readonly [name: string]: Json } = {}, locale: 'zh-CN' | 'en-US' = 'zh-CN'): string {
  return phrase.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = data[name]
    if (value === undefined || value === null) return whole
    if (typeof value === 'object' && !Array.isArray(value) && 'zh' in value && 'en' in value) {
      return String(locale === 'zh-CN' ? value['zh'] : value['en'])
    }
    return String(value)
  })
}
