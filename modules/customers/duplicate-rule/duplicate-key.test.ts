import { describe, expect, it } from 'vitest'
import { duplicateKey } from './duplicate-key.ts'

describe('what two records must share', () => {
  it.each([
    ['email', 'domain', 'sales@hengtai.com.cn', 'hengtai.com.cn'],
    ['email', 'domain', 'somebody@qq.com', null],
    ['email', 'domain', 'somebody@163.com', null],
    ['email', 'domain', 'somebody@gmail.com', null],
    ['email', 'equal', 'somebody@qq.com', 'somebody@qq.com'],
    ['website', 'domain', 'https://www.hengtai.com.cn/products?id=1', 'hengtai.com.cn'],
    ['website', 'domain', 'http://shop.hengtai.com.cn:8080/', 'shop.hengtai.com.cn'],
    ['name', 'equal', '苏州恒泰　有限公司', '苏州恒泰'],
    ['name', 'equal', ' —— ', null],
    ['phone', 'equal', '', null],
  ] as const)('%s %s of %s is %s', (...[field, compare, value, key]) => {
    expect(duplicateKey({ field, compare }, value)).toBe(key)
  })
})
