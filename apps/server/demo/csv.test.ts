import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { storyCsv } from './csv.ts'

const { files, expected } = storyCsv()
const lines = (text: string): readonly string[] => text.trimEnd().split('\r\n')

describe('the four files of the first day', () => {
  it('are the same every time', () => {
    expect(storyCsv().files).toEqual(files)
  })

  it('lie beside the guide exactly as they are made', () => {
    const folder = new URL('../../../docs/guides/first-day-files/', import.meta.url)
    for (const [name, text] of Object.entries(files)) expect(readFileSync(new URL(`${name}.csv`, folder), 'utf8')).toBe(text)
  })

  it('have Chinese headers and the promised number of rows', () => {
    expect(lines(files.sales_pipeline)[0]).toBe('商机编号,销售员,产品,客户,阶段,跟进日期,关闭日期,成交金额')
    expect(lines(files.sales_pipeline)).toHaveLength(1201)
    expect(lines(files.accounts)).toHaveLength(81)
    expect(lines(files.products)).toHaveLength(9)
    expect(lines(files.sales_teams)).toHaveLength(13)
    expect(files.accounts).toContain('"Harbour ""North"" Metrology, Inc."')
  })

  it('number every opportunity differently', () => {
    const numbers = lines(files.sales_pipeline).map((line) => line.split(',')[0])
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('add up to figures that agree with each other', () => {
    const { totals, by_product: products, by_office: offices, by_agent: agents, by_manager: managers } = expected
    const { Won, Lost, Engaging, Prospecting } = totals.stages
    expect(Won + Lost + Engaging + Prospecting).toBe(totals.opportunities)
    for (const group of [products, offices, agents, managers]) {
      expect(Object.values(group).reduce((sum, row) => sum + row.won, 0)).toBe(Won)
      expect(Object.values(group).reduce((sum, row) => sum + row.lost, 0)).toBe(Lost)
      expect(Object.values(group).reduce((sum, row) => sum + row.won_value, 0)).toBe(totals.won_value)
    }
    expect(Object.keys(products)).toHaveLength(8)
    expect(Object.keys(offices)).toEqual(expect.arrayContaining(['华东', '华南', '西南', '北方']))
    expect(expected.days_to_close.won.n).toBe(Won)
    expect(expected.alias_rows).toBeGreaterThan(100)
    expect(expected.accounts_blank_in_pipeline).toBeGreaterThan(50)
  })

  it('count again from the text what the figures say', () => {
    const won = lines(files.sales_pipeline).filter((line) => line.includes(',赢单,'))
    expect(won).toHaveLength(expected.totals.stages.Won)
    expect(won.reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0)).toBe(expected.totals.won_value)
  })
})
