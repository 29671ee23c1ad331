import { describe, expect, it } from 'vitest'
import { parseTsv, printTsv } from './tsv.ts'

describe('a block from a spreadsheet', () => {
  it.each([
    ['one cell', '甲', [['甲']]],
    [
      'rows as Excel puts them, with a line end behind the last',
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty cells at every place',
      '\ta\t\r\n\t\t\r\n',
      [
        ['', 'a', ''],
        ['', '', ''],
      ],
    ],
    ['a cell with a line end, a tab and marks', '"第一行\n第二行"\t"a\tb"\t"他说""好"""\r\n', [['第一行\n第二行', 'a\tb', '他说"好"']]],
    ['a mark inside a text is a character', '5" 管\t"未闭合', [['5" 管', '"未闭合']]],
    ['marks around a part of a cell only', '"a" b\tc', [['"a" b', 'c']]],
    ['old Mac line ends', 'a\rb', [['a'], ['b']]],
    ['an empty row between', 'a\n\nb', [['a'], [''], ['b']]],
    ['nothing', '', [['']]],
  ])('is read: %s', (_what, text, cells) => {
    expect(parseTsv(text)).toEqual(cells)
  })

  it('is written so that it is read again', () => {
    const cells = [
      ['甲', '5" 管', '"引"'],
      ['两\n行', 'a\tb', ''],
    ]
    expect(parseTsv(printTsv(cells))).toEqual(cells)
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+86 138', "'+86 138"],
    ['@sum', "'@sum"],
    ['＝A1', "'＝A1"],
    ["'=1", "''=1"],
    ['-cmd|x', "'-cmd|x"],
    ['-1,234.50', '-1,234.50'],
    ['-5%', '-5%'],
    ['2026-11-30', '2026-11-30'],
  ])('guards against formulas: %s', (cell, printed) => {
    expect(printTsv([[cell]])).toBe(printed)
  })

  it('reads a large block in one go', () => {
    const cells = Array.from({ length: 5000 }, (_, row) => [`${row}`, 'x'])
    expect(parseTsv(printTsv(cells))).toEqual(cells)
  })
})
