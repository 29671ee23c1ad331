import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeCompanyName } from './company-name.ts'

describe('normalizeCompanyName', () => {
  it.each([
    ['苏州恒泰精密设备有限公司', '苏州恒泰精密设备'],
    ['苏州恒泰精密设备股份有限公司', '苏州恒泰精密设备'],
    ['苏州恒泰精密设备有限责任公司', '苏州恒泰精密设备'],
    ['恒泰（集团）有限公司', '恒泰'],
    ['恒泰集团股份有限公司', '恒泰'],
    [' 恒泰 集团 ', '恒泰'],
    ['西门子（中国）有限公司', '西门子中国'],
    ['ＡＢＣ科技有限公司', 'abc科技'],
    ['Acme Corporation', 'acme'],
    ['ACME Co., Ltd.', 'acme'],
    ['Acme Co.,Ltd', 'acme'],
    ['acme, Inc.', 'acme'],
    ['Acme L.L.C.', 'acme'],
    ['Acme GmbH & Co. KG', 'acme'],
    ['Acme S.A.', 'acme'],
    ['Acme Group Limited', 'acme'],
    ['Smith & Sons', 'smithandsons'],
    ['华信 Technology Co., Ltd.', '华信technology'],
    ['任天堂株式会社', '任天堂'],
    ["O'Reilly Media", 'oreillymedia'],
    ['𠮷野家有限公司', '𠮷野家'],
  ])('%s → %s', (name, expected) => {
    expect(normalizeCompanyName(name)).toBe(expected)
  })

  it('keeps a name that is nothing but a legal form', () => {
    expect(normalizeCompanyName('有限公司')).toBe('有限')
    expect(normalizeCompanyName('公司')).toBe('公司')
    expect(normalizeCompanyName('集团')).toBe('集团')
    expect(normalizeCompanyName('Limited')).toBe('limited')
  })

  it('keeps branch offices apart from their company', () => {
    expect(normalizeCompanyName('恒泰设备有限公司上海分公司')).not.toBe(normalizeCompanyName('恒泰设备有限公司'))
  })

  it('answers an empty text for a name without letters or digits', () => {
    expect(normalizeCompanyName(' —— ')).toBe('')
    expect(normalizeCompanyName('')).toBe('')
  })

  it('is the same when applied twice, and never empty for a name with a letter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('恒', '泰', '集团', '有限', '公司', 'A', 'ｂ', ' ', '.', '&', '（', '）', 'Ltd'), { maxLength: 12 }),
        (parts) => {
          const name = parts.join('')
          const once = normalizeCompanyName(name)
          expect(once === '').toBe(!/[\p{L}\p{N}&]/u.test(name))
          expect(normalizeCompanyName(once).length).toBeLessThanOrEqual(once.length)
        },
      ),
    )
  })
})
