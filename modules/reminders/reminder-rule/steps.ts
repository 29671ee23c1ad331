import { isId, isJsonObject, type Label } from '@perigon/contracts'
import { MOST_STEPS, type Step, TELLS } from './steps.options.ts'

const MOST_DAYS = 3650

/** The rungs as they were written, or what is wrong with the first that is not right. */
export type ReadSteps =
  | { readonly steps: readonly Step[]; readonly wrong?: undefined }
  | { readonly steps?: undefined; readonly wrong: Label }

/** Reads a ladder as it is kept: in order, each later than the one before, a pool only at the end and only for customers. */
export function readSteps(value: unknown, object: unknown): ReadSteps {
  if (!Array.isArray(value) || value.length === 0) return { wrong: { zh: '至少需要一级', en: 'A ladder needs at least one step' } }
  if (value.length > MOST_STEPS) return { wrong: { zh: `最多 ${MOST_STEPS} 级`, en: `A ladder has at most ${MOST_STEPS} steps` } }
  const steps: Step[] = []
  for (const [index, each] of value.entries()) {
    const step = readStep(each)
    const what = step === null ? MALFORMED : wrongWith(step, { before: steps, isLast: index === value.length - 1, object })
    if (step === null || what !== null) return { wrong: onRung(index + 1, what ?? MALFORMED) }
    steps.push(step)
  }
  return { steps }
}

const MALFORMED: Label = { zh: '格式不正确', en: 'it is malformed' }

function onRung(n: number, what: Label): Label {
  return { zh: `第 ${n} 级：${what.zh}`, en: `Step ${n}: ${what.en}` }
}

function readStep(value: unknown): Step | null {
  if (!isJsonObject(value)) return null
  const { key, after } = value
  const tell = TELLS.find((each) => each === value['tell'])
  if (typeof key !== 'string' || !/^[a-z0-9]{1,12}$/.test(key) || typeof after !== 'number' || tell === undefined) return null
  const id = (name: string): string | null => (tell === name && isId(value[name]) ? value[name].toLowerCase() : null)
  const role = tell === 'role' && typeof value['role'] === 'string' && value['role'] !== '' ? value['role'].slice(0, 60) : null
  return { key, after, tell, person: id('person'), role, pool: id('pool') }
}

type Place = { readonly before: readonly Step[]; readonly isLast: boolean; readonly object: unknown }

function wrongWith(step: Step, { before, isLast, object }: Place): Label | null {
  const last = before[before.length - 1]
  if (!Number.isInteger(step.after) || step.after < 0 || step.after > MOST_DAYS)
    return { zh: `天数应为 0 到 ${MOST_DAYS} 的整数`, en: `the days must be a whole number from 0 to ${MOST_DAYS}` }
  if (last !== undefined && step.after <= last.after)
    return { zh: `天数应大于上一级的 ${last.after}`, en: `the days must be more than the ${last.after} of the step before` }
  if (before.some(({ key }) => key === step.key)) return { zh: '与另一级重复', en: 'it is there twice' }
  if (step.tell === 'person' && step.person === null) return { zh: '请选择要告知的人', en: 'choose the person to tell' }
  if (step.tell === 'role' && step.role === null) return { zh: '请选择要告知的角色', en: 'choose the role to tell' }
  if (step.tell !== 'pool') return null
  if (object !== 'customer') return { zh: '只有客户可以放入公海', en: 'only customers can go to a pool' }
  if (!isLast) return { zh: '放入公海只能是最后一级', en: 'a pool can only be the last step' }
  return step.pool === null ? { zh: '请选择公海', en: 'choose the pool' } : null
}
