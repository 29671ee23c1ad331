import { AppError, ERRORS, fill, isJsonObject, type Label } from '@perigon/contracts'
import { parseCondition } from '@perigon/kernel'

/** What is wrong with the condition of a rule, as far as it shows without asking anything; null when nothing is. */
export function wrongCondition(condition: unknown): Label | null {
  if (condition === null || condition === undefined) return null
  try {
    parseCondition(condition)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { label } = ERRORS[error.code]
    return { zh: fill(label.zh, error.data), en: fill(label.en, error.data, 'en-US') }
  }
  if (!speaksOfMe(condition)) return null
  return { zh: '规则对所有人适用，不能使用“我”或“我的部门”', en: 'A rule holds for everybody, so it cannot say “me” or “my departments”' }
}

function speaksOfMe(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(speaksOfMe)
  if (!isJsonObject(part)) return false
  return part['me'] === true || part['my_departments'] === true || Object.values(part).some(speaksOfMe)
}
