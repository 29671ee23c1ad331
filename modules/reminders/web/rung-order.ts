import type { Step } from '../reminder-rule/steps.options.ts'

/** A step changes place with its neighbour: the days stay in order, what happens is exchanged. */
export function moved(steps: readonly Step[], index: number, by: -1 | 1): readonly Step[] {
  const [here, there] = [steps[index], steps[index + by]]
  if (here === undefined || there === undefined) return steps
  return steps.map((each, at) =>
    at === index ? { ...there, after: here.after } : at === index + by ? { ...here, after: there.after } : each,
  )
}

export function without(steps: readonly Step[], index: number): readonly Step[] {
  return steps.filter((_, at) => at !== index)
}

/** One more step before a pool, which stays the last, or else at the end; some days after the one before. */
export function withOneMore(steps: readonly Step[]): readonly Step[] {
  const at = steps[steps.length - 1]?.tell === 'pool' ? steps.length - 1 : steps.length
  const before = steps[at - 1]
  const gap = Math.max(1, (before?.after ?? 0) - (steps[at - 2]?.after ?? 0))
  const after = (before?.after ?? 0) + gap
  const step: Step = {
    key: freeKey(steps),
    after,
    tell: before?.tell === 'owner' ? 'manager' : 'owner',
    person: null,
    role: null,
    pool: null,
  }
  const rest = steps.slice(at)
  const shift = Math.max(0, after + 1 - (rest[0]?.after ?? after + 1))
  return [...steps.slice(0, at), step, ...rest.map((each) => ({ ...each, after: each.after + shift }))]
}

function freeKey(steps: readonly Step[]): string {
  const used = new Set(steps.map(({ key }) => key))
  for (let n = steps.length + 1; ; n += 1) if (!used.has(`s${n}`)) return `s${n}`
}
