import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { writeSheet } from '@perigon/transfer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importStep } from './journey/import-pipeline.ts'
import { modules } from './modules.ts'

let house: House
beforeAll(async () => {
  house = await openHouse(modules)
})
afterAll(() => house.close())

/** A workbook with a heading and rows. */
async function file(name: string, [header = [], ...rows]: readonly (readonly string[])[]): Promise<string> {
  async function* lines(): AsyncGenerator<readonly string[]> {
    yield* rows
  }
  const path = join(mkdtempSync(join(tmpdir(), 'perigon-people-')), name)
  writeFileSync(path, Buffer.from(await new Response(writeSheet({ name, header, rows: lines() })).arrayBuffer()))
  return path
}

async function all(object: string, fields: readonly string[]): Promise<readonly { readonly [field: string]: unknown }[]> {
  return JSON.parse(await house.kernel.list(systemActor('test'), object, { fields: [...fields], sort: ['name'], limit: 50 })).data
}

it('departments with their parents and people with their managers come from two workbooks by their own headings', async () => {
  const departments = await file('部门.xlsx', [
    ['部门名称', '部门编码', '上级部门'],
    ['总公司', '00', ''],
    ['销售中心', '10', '总公司'],
    ['华东大区', '11', '销售中心'],
  ])
  await importStep(house.kernel, { object: 'department', file: departments, only: [0, 1], match: 'code' })
  const again = await importStep(house.kernel, { object: 'department', file: departments, match: 'code' })
  expect(again.done).toMatchObject({ state: 'done', counts: { update: 2, fail: 0 } })
  const people = await file('员工.xlsx', [
    ['姓名', '工号', '部门', '职位', '手机', '入职日期'],
    ['程远', 'A01', '销售中心', '销售总监', '13800135678', '2021-03-01'],
    ['夏青', 'A02', '华东大区', '销售工程师', '13900001111', '2023-07-15'],
  ])
  const { done } = await importStep(house.kernel, {
    object: 'employee',
    file: people,
    match: 'number',
    choices: { 3: { missing: 'create' } },
  })
  expect(done).toMatchObject({ state: 'done', counts: { new: 2, fail: 0 } })
  const tree = await all('department', ['name', 'code', 'parent'])
  expect(Object.fromEntries(tree.map((each) => [each['name'], each['parent']]))).toMatchObject({
    总公司: null,
    销售中心: { title: '总公司' },
    华东大区: { title: '销售中心' },
  })
  expect(await all('employee', ['name', 'number', 'department', 'position', 'phone', 'joined_on'])).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: '夏青',
        number: 'A02',
        department: expect.objectContaining({ title: '华东大区' }),
        position: expect.objectContaining({ title: '销售工程师' }),
        phone: '+8613900001111',
        joined_on: '2023-07-15',
      }),
      expect.objectContaining({ name: '程远', phone: '+8613800135678' }),
    ]),
  )
})
