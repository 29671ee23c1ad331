import { defineHooks } from '@perigon/kernel'

/** Only a login made for customers may be a contact's: a colleague's would keep all they see. */
export const selfServiceLoginHooks = defineHooks({
  object: 'self_service_login',
  reads: ['user', 'contact'],
  resolve: ({ linked }) => {
    const names = [linked('contact')?.['name'], linked('user')?.['login']].filter((name) => typeof name === 'string')
    return { name: names.join(' · ') }
  },
  check: ({ linked, changed }) =>
    changed('user') && linked('user')?.['self_service'] !== true
      ? [{ path: 'user', code: 'type', data: { expected: { zh: '客户自助账号', en: 'a self-service login of a customer' } } }]
      : [],
})
