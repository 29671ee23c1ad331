import { isJsonObject, type Issue, type Json } from '@perigon/contracts'
import { defineHooks } from '@perigon/kernel'
import { networkIssues } from '../sign-in-policy/networks.ts'

const OPERATIONS = ['read', 'create', 'update', 'delete', 'export', 'import', 'approve', 'share']
const SCOPES = ['none', 'own', 'team', 'dept', 'dept_tree', 'branch', 'all']
const FIELD_RIGHTS = ['hidden', 'masked', 'read']

function wellFormed(value: Json | undefined, keys: readonly string[] | null, values: readonly string[]): boolean {
  if (value === null || value === undefined) return true
  if (!isJsonObject(value)) return false
  return Object.values(value).every(
    (inner) =>
      isJsonObject(inner) &&
      Object.entries(inner).every(
        ([key, word]) => (keys === null || keys.includes(key)) && typeof word === 'string' && values.includes(word),
      ),
  )
}

/** Rights that nothing understands are refused when they are written, not ignored when they are read. */
export const roleHooks = defineHooks({
  object: 'role',
  check: ({ image }) => {
    const issues: Issue[] = [...networkIssues(image['networks'])]
    const expected = (zh: string, en: string) => ({ expected: { zh, en } })
    if (!wellFormed(image['grants'], OPERATIONS, SCOPES))
      issues.push({ path: 'grants', code: 'type', data: expected('对象 → 操作 → 范围', 'object → operation → scope') })
    if (!wellFormed(image['field_rights'], null, FIELD_RIGHTS))
      issues.push({
        path: 'field_rights',
        code: 'type',
        data: expected('对象 → 字段 → 隐藏、脱敏或只读', 'object → field → hidden, masked or read'),
      })
    return issues
  },
})
