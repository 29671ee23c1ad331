const PREFIX = 4
const PREFIX_WEIGHT = 0.1

/**
 * Similarity of two texts by Jaro with Winkler's bonus for an equal beginning: 0 nothing in common, 1 equal. Source:
 * W. E. Winkler, String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model of Record Linkage, 1990.
 */
export function jaroWinkler(a: string, b: string): number {
  const [left, right] = [codePoints(a), codePoints(b)]
  const jaro = jaroOf(left, right)
  let prefix = 0
  while (prefix < Math.min(PREFIX, left.length, right.length) && left[prefix] === right[prefix]) prefix += 1
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro)
}

/** Numbers instead of letters: a scan compares tens of millions of names. */
function codePoints(text: string): readonly number[] {
  const points: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? 0
    points.push(point)
    if (point > 0xffff) at += 1
  }
  return points
}

function jaroOf(left: readonly number[], right: readonly number[]): number {
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken: boolean[] = []
  const common: number[] = []
  for (let at = 0; at < left.length; at += 1) {
    const last = Math.min(right.length - 1, at + reach)
    for (let other = Math.max(0, at - reach); other <= last; other += 1) {
      if (taken[other] === true || right[other] !== left[at]) continue
      taken[other] = true
      common.push(other)
      break
    }
  }
  if (common.length === 0) return 0
  const m = common.length
  const inOrder = common.toSorted((x, y) => x - y)
  const swapped = common.filter((other, at) => right[other] !== right[inOrder[at] ?? 0]).length / 2
  return (m / left.length + m / right.length + (m - swapped) / m) / 3
}
