import { at, type House, isTest, type Rule } from '../house.ts'
import { nameOf, nodes } from '../syntax.ts'

/** Files in which an escape from the type system is allowed, because each is listed and counted. */
export function unsafeFiles(house: House): readonly string[] {
  return [...house.files.keys()].filter((path) => /\.unsafe\.tsx?$/.test(path)).sort()
}

/** Rule 4: no `any`, no non-null `!`, no `as` but `as const`, outside `*.unsafe.ts`. Tests may assert types. */
export const typeEscapes: Rule = {
  name: 'no any, no non-null assertion, no type assertion',
  find: (house) =>
    [...house.files.values()].flatMap((file) => {
      if (/\.unsafe\.tsx?$/.test(file.path)) return []
      const kinds = ['TSAnyKeyword', 'TSNonNullExpression', ...(isTest(file.path) ? [] : ['TSAsExpression', 'TSTypeAssertion'])]
      return nodes(file.syntax().program, kinds).flatMap((node) => {
        if (node.type === 'TSAnyKeyword') return [at(file, node.start, 'any')]
        if (node.type === 'TSNonNullExpression') return [at(file, node.start, 'non-null !')]
        return isConst(node['typeAnnotation']) ? [] : [at(file, node.start, 'type assertion')]
      })
    }),
}

function isConst(type: unknown): boolean {
  return typeof type === 'object' && type !== null && 'typeName' in type && nameOf(type.typeName) === 'const'
}

const SUPPRESSION = /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint|biome)-(disable|ignore)/

/** Rule 4: a suppression says why, after ` -- ` or a colon; one that hides whatever comes is never needed. */
export const suppressions: Rule = {
  name: 'every suppression carries a reason',
  find: (house) =>
    [...house.files.values()].flatMap((file) =>
      file.syntax().comments.flatMap((comment) => {
        const match = SUPPRESSION.exec(comment.value)
        if (match === null) return []
        if (/@ts-(ignore|nocheck)/.test(match[0])) return [at(file, comment.start, `${match[0]} hides more than it says`)]
        return /( -- |: )\S.{9,}/.test(comment.value) ? [] : [at(file, comment.start, 'suppression without a reason')]
      }),
    ),
}
