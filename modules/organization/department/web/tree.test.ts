import { expect, it } from 'vitest'
import { holdsOn, idsWithin, searched, treeOf } from './tree.ts'

const department = (id: string, parent: string | null, more: object = {}) => ({
  id,
  version: 1,
  name: `部门${id}`,
  parent: parent === null ? null : { id: parent, title: '' },
  ...more,
})
const tree = treeOf(
  [department('1', null), department('2', '1'), department('3', '2'), department('4', 'gone')],
  new Map([
    ['1', 2],
    ['3', 5],
    ['4', 1],
  ]),
)

it('counts the people of a department and of all below it', () => {
  expect(tree.map((each) => [each.name, each.people, each.peopleBelow])).toEqual([
    ['部门1', 2, 7],
    ['部门4', 1, 1],
  ])
  expect(tree[0]?.children[0]?.peopleBelow).toBe(5)
})

it('knows what lies within a department, which may therefore not become its parent', () => {
  expect([idsWithin(tree, '2'), idsWithin(tree, '9')]).toEqual([['2', '3'], []])
})

it('finds a name and shows the way to it', () => {
  expect(searched(tree, '3').map((each) => [each.name, each.children[0]?.children[0]?.name])).toEqual([['部门1', '部门3']])
})

it('a department holds from its first to its last day', () => {
  const dated = department('1', null, { valid_from: '2026-01-01', valid_to: '2026-06-30' })
  expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => holdsOn(dated, day))).toEqual([false, true, true, false])
})
