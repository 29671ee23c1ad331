import { defineObject, f, label } from '@perigon/define'
import { expect, it } from 'vitest'
import { compile } from './compile.ts'

const views = { list: ['name'], form: [{ label: label('甲', 'A'), fields: ['name'] }] } as const
const named = { name: f.text({ label: label('名', 'Name'), required: true }) }
const common = { module: 'test', title: 'name', views } as const
const labels = { label: { one: label('甲', 'A'), many: label('甲', 'A') } }
const link = (target: string) => f.link(target, { label: label('属于', 'Belongs to') })
const modulesOf = (...objects: Parameters<typeof compile>[0]['modules'][number]['objects'][number][]) => ({
  modules: [{ name: 'test', needs: [], objects: [employee, department, user, ...objects] }],
})
const department = defineObject('department', { ...common, ...labels, path: 'departments', access: 'reference', fields: named })
const employee = defineObject('employee', { ...common, ...labels, path: 'employees', access: 'reference', fields: named })
const user = defineObject('user', { ...common, ...labels, path: 'users', access: 'internal', fields: named })
const house = defineObject('house', { ...common, ...labels, path: 'houses', access: 'owned', fields: named })

it('records follow owned records all the way up', () => {
  const room = defineObject('room', {
    ...common,
    ...labels,
    path: 'rooms',
    access: 'owned',
    follows: ['of'],
    fields: { ...named, of: link('house') },
  })
  const shelf = defineObject('shelf', {
    ...common,
    ...labels,
    path: 'shelves',
    access: 'owned',
    follows: ['of'],
    fields: { ...named, of: link('room') },
  })
  expect(compile(modulesOf(house, room, shelf)).objects.get('shelf')?.follows).toEqual([
    { field: 'of', object: 'room', table: 'room', up: [{ field: 'of', object: 'house', table: 'house', up: [] }] },
  ])
})

it('nothing follows itself, master data, or records with private rows', () => {
  const self = defineObject('self', {
    ...common,
    ...labels,
    path: 'selves',
    access: 'owned',
    follows: ['of'],
    fields: { ...named, of: link('self') },
  })
  const ofMaster = defineObject('child', {
    ...common,
    ...labels,
    path: 'children',
    access: 'owned',
    follows: ['of'],
    fields: { ...named, of: link('department') },
  })
  const secret = defineObject('secret', {
    ...common,
    ...labels,
    path: 'secrets',
    access: 'owned',
    private: 'hush',
    fields: { ...named, hush: f.boolean({ label: label('密', 'Hush') }) },
  })
  const ofSecret = defineObject('child', {
    ...common,
    ...labels,
    path: 'children',
    access: 'owned',
    follows: ['of'],
    fields: { ...named, of: link('secret') },
  })
  for (const objects of [[self], [ofMaster], [secret, ofSecret]]) expect(() => compile(modulesOf(...objects))).toThrow('schema.invalid')
})
