import { describe, expect, it } from 'vitest'
import { describeConfig, readConfig } from './config.ts'

function problems(env: { readonly [name: string]: string }): readonly string[] {
  const result = readConfig(env, '/srv/perigon')
  return result.ok ? [] : result.problems.map((problem) => problem.name)
}

describe('settings of the ways in', () => {
  it.each([
    [{ PERIGON_SMTP_URL: 'smtp://mail.example.com' }, ['PERIGON_MAIL_FROM', 'PERIGON_URL']],
    [{ PERIGON_SMTP_URL: 'http://mail.example.com' }, ['PERIGON_SMTP_URL']],
    [{ PERIGON_MAIL_FROM: 'a@example.com\nBcc: all@example.com' }, ['PERIGON_MAIL_FROM']],
    [{ PERIGON_LDAP_URL: 'ldaps://dc.example.com' }, ['PERIGON_LDAP_BASE']],
    [{ PERIGON_LDAP_URL: 'ldap://dc.example.com', PERIGON_LDAP_BASE: 'dc=example' }, ['PERIGON_LDAP_TLS']],
    [{ PERIGON_LDAP_URL: 'ldap://dc.example.com', PERIGON_LDAP_BASE: 'dc=example', PERIGON_LDAP_TLS: 'starttls' }, []],
    [{ PERIGON_LDAP_URL: 'ldap://127.0.0.1:389', PERIGON_LDAP_BASE: 'dc=example' }, []],
    [{ PERIGON_LDAP_FILTER: '(uid=*)' }, ['PERIGON_LDAP_FILTER']],
    [{ PERIGON_LDAP_ROLES: 'sales' }, ['PERIGON_LDAP_ROLES']],
    [{ PERIGON_OIDC_ISSUER: 'http://id.example.com' }, ['PERIGON_OIDC_ISSUER']],
    [{ PERIGON_OIDC_ISSUER: 'https://id.example.com' }, ['PERIGON_OIDC_CLIENT_ID', 'PERIGON_OIDC_CLIENT_SECRET', 'PERIGON_URL']],
    [{ PERIGON_OIDC_SCOPES: 'profile email' }, ['PERIGON_OIDC_SCOPES']],
  ])('%j: %j', (env, found) => {
    expect(problems(env)).toEqual(found)
  })

  it('shows no password of theirs', () => {
    const result = readConfig(
      {
        PERIGON_URL: 'https://crm.example.com',
        PERIGON_SMTP_URL: 'smtp://user:mail-secret@mail.example.com',
        PERIGON_MAIL_FROM: 'Perigon <crm@example.com>',
        PERIGON_LDAP_URL: 'ldaps://dc.example.com',
        PERIGON_LDAP_BASE: 'dc=example',
        PERIGON_LDAP_BIND_PASSWORD: 'bind-secret',
        PERIGON_OIDC_ISSUER: 'https://id.example.com',
        PERIGON_OIDC_CLIENT_ID: 'perigon',
        PERIGON_OIDC_CLIENT_SECRET: 'client-secret',
      },
      '/srv/perigon',
    )
    expect(result.ok && describeConfig(result.config).map(({ value }) => value)).not.toContainEqual(expect.stringContaining('-secret'))
    expect(result.ok && describeConfig(result.config)).toContainEqual({ name: 'PERIGON_LDAP_URL', value: 'ldaps://dc.example.com' })
  })
})
