import { describe, expect, it } from 'vitest'
import { foldText } from './fold.ts'
import { marksOf } from './marks.ts'
import { pinyinOf } from './pinyin.ts'

describe('pinyin of a text', () => {
  it.each([
    ['华夏中工', 'hxzg', 'huaxiazhonggong'],
    ['重庆长安汽车', 'cqcaqc', 'chongqingchanganqiche'],
    ['厦门长城', 'xmcc', 'xiamenchangcheng'],
    ['上海ABB电气3号（集团）', 'shabbdq3hjt', 'shanghaiabbdianqi3haojituan'],
    ['绿源', 'ly', 'lvyuan'],
  ])('%s reads %s and %s', (text, initials, full) => {
    expect(pinyinOf(foldText(text))).toEqual({ initials, full })
  })

  it('is not made for texts without Chinese nor for descriptions', () => {
    expect(pinyinOf('GTX Pro')).toBeNull()
    expect(pinyinOf('很'.repeat(61))).toBeNull()
    expect(pinyinOf('首次拜访，介绍了产品')).toBeNull()
  })
})

describe('folding', () => {
  it('makes traditional characters simplified and full width half width', () => {
    expect(foldText('臺灣積體電路　ＡＢＣ')).toBe('台湾积体电路 abc')
  })
})

describe('marks', () => {
  const marked = (text: string, q: string): readonly string[] => marksOf(text, q).map(([from, to]) => text.slice(from, to))

  it.each([
    ['深圳华夏中工有限公司', '华夏', ['华夏']],
    ['深圳华夏中工有限公司', 'hxzg', ['华夏中工']],
    ['深圳华夏中工有限公司', 'huaxiaz', ['华夏中']],
    ['臺灣積體電路', '台湾', ['臺灣']],
    ['ＡＢＢ电气', 'abb', ['ＡＢＢ']],
    ['𠮷野家🙂食品', '野家', ['野家']],
    ['华夏中工', '中工 华', ['中工', '华']],
    ['GTX Pro', 'zzz', []],
  ] as const)('of %s for %s are %s', (text, q, parts) => {
    expect(marked(text, q)).toEqual(parts)
  })
})
