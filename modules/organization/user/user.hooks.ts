import type { Issue } from '@perigon/contracts'
import { defineHooks } from '@perigon/kernel'

/** A login as it is compared: width and case make no difference, so that two people never share one. */
function foldLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

/** A login is an employee's, a partner's or a customer's, never two of them. Logins are kept folded, and without blanks or characters nobody sees. */
export const userHooks = defineHooks({
  object: 'user',
  resolve: ({ image, changed }) => {
    const { login } = image
    return typeof login === 'string' && changed('login') ? { login: foldLogin(login) } : undefined
  },
  check: ({ image, changed }) => {
    const { login, employee, partner, self_service: selfService } = image
    const issues: Issue[] = []
    if (typeof employee === 'string' && typeof partner === 'string')
      issues.push({
        path: 'partner',
        code: 'type',
        data: { expected: { zh: '员工账号不能同时属于合作伙伴', en: 'no partner for a login of an employee' } },
      })
    if (selfService === true && (typeof employee === 'string' || typeof partner === 'string'))
      issues.push({
        path: 'self_service',
        code: 'type',
        data: { expected: { zh: '员工或合作伙伴的账号不能作为客户自助账号', en: 'no login of an employee or a partner' } },
      })
    if (typeof login === 'string' && changed('login') && /[\s\p{Cc}\p{Cf}]/u.test(login))
      issues.push({ path: 'login', code: 'type', data: { expected: { zh: '不含空格的登录名', en: 'a login without blanks' } } })
    return issues
  },
})
