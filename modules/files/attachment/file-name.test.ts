import { expect, it } from 'vitest'
import { safeFileName } from './file-name.ts'

it('names of files lose what could hurt and keep what people wrote', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['报价单 v2.xlsx', '报价单 v2.xlsx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\windows\\system.ini', 'system.ini'],
    ['.htaccess', 'htaccess'],
    ['a\u0000b\r\nSet-Cookie: x.pdf', 'a_b__Set-Cookie_ x.pdf'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['con.txt', '_con.txt'],
    ['...', 'file'],
    ['', 'file'],
  ]
  for (const [name, safe] of cases) expect([name, safeFileName(name)]).toEqual([name, safe])
  const long = safeFileName(`${'长'.repeat(500)}.pdf`)
  expect([[...long].length, long.endsWith('.pdf')]).toEqual([180, true])
})
