import { describe, expect, test } from 'vitest'
import { type Config, describeConfig, maskUrl, readConfig } from './config.ts'

function configOf(env: Record<string, string>): Config {
  const result = readConfig(env, '/srv/perigon')
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

function problemsOf(env: Record<string, string>): string[] {
  const result = readConfig(env, '/srv/perigon')
  return result.ok ? [] : result.problems.map((problem) => problem.name)
}

describe('configuration', () => {
  test('has defaults that need nothing', () => {
    expect(configOf({})).toMatchObject({
      host: '127.0.0.1',
      port: 7300,
      dataDir: '/srv/perigon/data',
      databaseUrl: undefined,
      role: 'all',
      demo: undefined,
      logLevel: 'info',
      trustProxy: false,
    })
  })

  test('is frozen', () => {
    expect(Object.isFrozen(configOf({}))).toBe(true)
  })

  test('treats an empty value as not set', () => {
    expect(configOf({ PORT: '', DATABASE_URL: '  ', PERIGON_DEMO: '' }).port).toBe(7300)
  })

  test('reads every setting', () => {
    const config = configOf({
      HOST: '0.0.0.0',
      PORT: '8080',
      PERIGON_DATA: 'here/data',
      DATABASE_URL: 'postgresql://crm:p%40ss@db.example:5433/crm',
      PERIGON_ADMIN: 'li.wei@example.com',
      PERIGON_ADMIN_PASSWORD: ' with blanks ',
      PERIGON_DEMO: 'story',
      PERIGON_LANG: 'zh_CN.UTF-8',
      PERIGON_ROLE: 'worker',
      LOG_LEVEL: 'DEBUG',
      TRUST_PROXY: '2',
      PERIGON_URL: 'https://crm.example.com/',
    })
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      dataDir: '/srv/perigon/here/data',
      adminPassword: ' with blanks ',
      demo: 'story',
      language: 'zh-CN',
      role: 'worker',
      logLevel: 'debug',
      trustProxy: 2,
      publicUrl: 'https://crm.example.com',
    })
  })

  test('keeps an absolute data folder', () => {
    expect(configOf({ PERIGON_DATA: '/var/lib/perigon' }).dataDir).toBe('/var/lib/perigon')
  })

  test('lists all wrong values at once', () => {
    expect(
      problemsOf({
        HOST: 'two words',
        PORT: '70000',
        DATABASE_URL: 'mysql://x/y',
        PERIGON_DEMO: 'everything',
        PERIGON_ROLE: 'boss',
        PERIGON_LANG: 'fr',
        LOG_LEVEL: 'loud',
        TRUST_PROXY: 'maybe so',
        PERIGON_URL: 'ftp://x',
        PERIGON_DB_POOL: '1',
      }),
    ).toEqual([
      'HOST',
      'PORT',
      'DATABASE_URL',
      'PERIGON_DB_POOL',
      'PERIGON_DEMO',
      'PERIGON_LANG',
      'PERIGON_ROLE',
      'LOG_LEVEL',
      'TRUST_PROXY',
      'PERIGON_URL',
    ])
  })

  test.each(['0x50', '1e3', '-1', '80.5', ' '])('does not take %j for another port than the default', (text) => {
    const result = readConfig({ PORT: text }, '/srv')
    expect(result.ok ? result.config.port : 'refused').toBe(text.trim() === '' ? 7300 : 'refused')
  })

  test('wants administrator and password together', () => {
    expect(problemsOf({ PERIGON_ADMIN: 'admin' })).toEqual(['PERIGON_ADMIN_PASSWORD'])
    expect(problemsOf({ PERIGON_ADMIN_PASSWORD: 'x' })).toEqual(['PERIGON_ADMIN'])
  })

  test('never repeats a secret in a problem', () => {
    const result = readConfig({ DATABASE_URL: 'mysql://crm:s3cret@x/y' }, '/srv')
    expect(JSON.stringify(result)).not.toContain('s3cret')
  })

  test('warns of a misspelt setting', () => {
    const result = readConfig({ PERIGON_DTAA: '/x', PERIGON_LAUNCHER: '1' }, '/srv')
    expect(result.ok && result.warnings.map(({ name }) => name)).toEqual(['PERIGON_DTAA'])
  })

  test('is described with its secrets masked', () => {
    const config = configOf({
      DATABASE_URL: 'postgres://crm:s3cret@db:5432/crm',
      PERIGON_ADMIN: 'admin',
      PERIGON_ADMIN_PASSWORD: 'hunter2hunter2',
    })
    const lines = describeConfig(config)
    expect(JSON.stringify(lines)).not.toMatch(/s3cret|hunter2/)
    expect(lines).toContainEqual({ name: 'DATABASE_URL', value: 'postgres://crm:***@db:5432/crm' })
    expect(lines).toContainEqual({ name: 'PERIGON_DEMO', value: '' })
  })

  test.each([
    ['postgres://crm@db/crm', 'postgres://crm@db/crm'],
    ['postgres://crm:a@b:c@db/crm', 'postgres://crm:***@db/crm'],
    ['postgres://db/crm?user=crm&password=secret&x=1', 'postgres://db/crm?user=crm&password=***&x=1'],
  ])('masks %s', (url, masked) => {
    expect(maskUrl(url)).toBe(masked)
  })
})
