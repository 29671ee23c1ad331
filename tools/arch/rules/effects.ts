import { at, isTest, isTool, isWeb, links, type Rule, type SourceFile, type Violation } from '../house.ts'
import { nameOf, nodes, pathOf } from '../syntax.ts'

const CONFIG = /^apps\/server\/config\.ts$|(^|\/)[^/]+\.config\.ts$|^packages\/testing\/[^/]+-setup\.ts$/
const CLOCK = /^packages\/contracts\/(clock|ids)\.ts$/
const CONSOLE = /^apps\/server\/cli\/print\.ts$/

/** Rule 6: the pool lives in packages/db; modules get a transaction. The queue keeps its own connection. */
export const pools: Rule = {
  name: 'no pool outside packages/db',
  find: (house) =>
    [...links(house)].flatMap(({ file, use, target }) => {
      if (target.kind !== 'outside' || isTest(file.path) || isTool(file.path)) return []
      const mayConnect = file.path.startsWith('packages/db/')
      if (['pg', 'pg-pool', 'postgres', 'pg-copy-streams'].includes(target.name) && !mayConnect)
        return [at(file, use.start, `${target.name} outside packages/db`)]
      return target.name === 'pg-boss' && !file.path.startsWith('packages/jobs/')
        ? [at(file, use.start, 'pg-boss outside packages/jobs')]
        : []
    }),
}

/** Rule 6: time, chance, environment and output come from where they can be given. */
export const effects: Rule = {
  name: 'no process.env, clock, chance or console where they do not belong',
  find: (house) => [...house.files.values()].filter((file) => !isTest(file.path) && !isTool(file.path)).flatMap(effectsOf),
}

function effectsOf(file: SourceFile): readonly Violation[] {
  const found: Violation[] = []
  for (const node of nodes(file.syntax().program, ['MemberExpression', 'NewExpression'])) {
    const path = pathOf(node) ?? ''
    if (path === 'process.env' && !CONFIG.test(file.path)) found.push(at(file, node.start, 'process.env outside the configuration'))
    if ((path === 'Date.now' || path === 'Math.random') && !CLOCK.test(file.path))
      found.push(at(file, node.start, `${path} outside clock and ids`))
    if (/^console\.\w+$/.test(path) && !CONSOLE.test(file.path)) found.push(at(file, node.start, path))
    if (readsClock(node) && !CLOCK.test(file.path) && !isWeb(file.path))
      found.push(at(file, node.start, 'new Date() reads the clock; take the time from what is passed in'))
  }
  return found
}

function readsClock(node: { readonly type: string; readonly [key: string]: unknown }): boolean {
  const given = node['arguments']
  return node.type === 'NewExpression' && nameOf(node['callee']) === 'Date' && Array.isArray(given) && given.length === 0
}
