const PREFIX = 4
const PREFIX_WEIGHT = 0.1

/**
 * Similarity of two texts by Jaro with Winkler's bonus for an equal beginning: 0 nothing in common, 1 equal. Source:
 * W. E. Winkler, String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model of Record Linkage, 1990.
 */
export function jaroWinkler(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  const jaro = jaroOf(left, right)
  let prefix = 0
  while (prefix < Math.min(PREFIX, left.length, right.length) && left[prefix] === right[prefix]) prefix += 1
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro)
}

function jaroOf(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken = right.map(() => false)
  const common: string[] = []
  left.forEach((character, at) => {
    for (let other = Math.max(0, at - reach); other <= Math.min(right.length - 1, at + reach); other += 1) {
      if (taken[other] === true || right[other] !== character) continue
      taken[other] = true
      common.push(character)
      return
    }
  })
  if (common.length === 0) return 0
  const mirrored = right.filter((_, at) => taken[at] === true)
  const swapped = common.filter((character, at) => character !== mirrored[at]).length / 2
  const m = common.length
  return (m / left.length + m / right.length + (m - swapped) / m) / 3
}
