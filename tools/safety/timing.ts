import { judge, type Verdict } from './check.ts'

const SHIFT = 0.05

const share = (values: readonly number[], part: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

type Sides = {
  /** What the two sides are called. */
  readonly names: readonly [string, string]
  readonly rounds: number
  readonly left: (round: number) => Promise<unknown>
  readonly right: (round: number) => Promise<unknown>
  /** Not timed, before each of them. */
  readonly before?: () => Promise<unknown>
}

/**
 * Whether two kinds of question take equally long: a shift of at most 5 % between their quicker quarters, which is what a
 * patient attacker compares; the median of a busy machine is mostly its neighbours. Each kind is first in turn.
 */
export async function sameTime({ names, rounds, left, right, before }: Sides): Promise<Verdict> {
  const [lefts, rights]: [number[], number[]] = [[], []]
  const ask = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
    await before?.()
    times.push(await timed(work))
  }
  for (let round = 0; round < rounds; round += 1) {
    const isLeftFirst = round % 2 === 0
    if (isLeftFirst) await ask(lefts, () => left(round))
    await ask(rights, () => right(round))
    if (!isLeftFirst) await ask(lefts, () => left(round))
  }
  const [a, b] = [share(lefts, 0.25), share(rights, 0.25)]
  const shift = Math.abs(a - b) / Math.max(a, b)
  const medians = `medians ${share(lefts, 0.5).toFixed(2)} and ${share(rights, 0.5).toFixed(2)} ms`
  const detail = `${a.toFixed(2)} ms ${names[0]}, ${b.toFixed(2)} ms ${names[1]} in the quicker quarter of ${rounds}: a shift of ${(shift * 100).toFixed(1)} % (${medians})`
  return judge(shift > SHIFT ? [detail] : [], detail)
}
