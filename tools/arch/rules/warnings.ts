import type { House, Rule, Violation } from '../house.ts'

const CONFIG = '.oxlintrc.json'
/** Rules of section 12 that the linter holds; each must be an error. */
const HELD_BY_LINT = [
  'typescript/no-floating-promises',
  'typescript/no-misused-promises',
  'typescript/switch-exhaustiveness-check',
  'typescript/no-explicit-any',
  'typescript/no-non-null-assertion',
  'typescript/consistent-type-assertions',
  'import/no-default-export',
  'import/no-cycle',
  'node/no-process-env',
  'eslint/no-console',
] as const

/** Rule 10: a warning is a decision not taken. */
export const warnings: Rule = {
  name: 'every lint rule is an error or off, and those of the architecture are errors',
  find: (house) => [...severityIssues(house), ...runIssues(house)],
}

function severityIssues(house: House): readonly Violation[] {
  const text = house.texts.get(CONFIG)
  if (text === undefined) return [{ path: CONFIG, line: 1, message: 'there is no lint configuration' }]
  const lines = text.split('\n')
  const warned = lines.flatMap((line, index) =>
    /"warn(ing)?"/.test(line) ? [{ path: CONFIG, line: index + 1, message: line.trim() }] : [],
  )
  const held = HELD_BY_LINT.filter((rule) => !new RegExp(`"${rule}":\\s*(\\["error"|"error")`).test(text))
  return [...warned, ...held.map((rule) => ({ path: CONFIG, line: 1, message: `${rule} is not an error` }))]
}

/** The run itself must treat a warning as an error and know the types. */
function runIssues(house: House): readonly Violation[] {
  const path = 'tools/launcher/suite.mjs'
  const text = house.texts.get(path) ?? ''
  return ['--deny-warnings', '--type-aware']
    .filter((flag) => !text.includes(flag))
    .map((flag) => ({ path, line: 1, message: `lint runs without ${flag}` }))
}
