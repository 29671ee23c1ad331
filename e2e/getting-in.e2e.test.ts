import { systemActor } from '@perigon/kernel'
import { Secret, TOTP } from 'otpauth'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT, startProvider } from '../apps/server/oidc.fixture.ts'
import { parseRoleMap } from '@perigon/organization'
import { startMailServer } from '../apps/server/mail.fixture.ts'
import { storyId } from '../apps/server/demo/identity.ts'
import { keepEvidence, newPerson, openBrowser, type Person, shoot, signedInPerson } from './browser.fixture.ts'
import { button, chooseIn, fill, link } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

let server: Server
let browser: Browser
let mail: Awaited<ReturnType<typeof startMailServer>>
let lin: Person
let provider: Awaited<ReturnType<typeof startProvider>>
const NEW_PASSWORD = 'Harbour-Of-Suzhou-9'

beforeAll(async () => {
  mail = await startMailServer()
  ;[server, browser] = await Promise.all([
    openServer(undefined, async (url) => {
      const redirectUri = `${url}/api/v1/sso/callback`
      provider = await startProvider(redirectUri)
      const common = { clientId: CLIENT.id, clientSecret: CLIENT.secret, scopes: 'openid profile email groups', groupsClaim: 'groups' }
      return {
        publicUrl: url,
        mail: { smtpUrl: mail.url, from: 'Perigon <crm@example.com>' },
        sso: { settings: { ...common, issuer: provider.issuer, name: '统一认证', redirectUri }, roleMap: parseRoleMap('sales=sales_rep') },
      }
    }),
    openBrowser(),
  ])
  await loadStoryCompany(server)
  await server
    .house()
    .kernel.write(
      systemActor('test'),
      [{ object: 'user', op: 'update', id: storyId('user', REP.index), patch: { email: 'lin.xiao@example.com' } }],
      { cause: { kind: 'system' } },
    )
  lin = await newPerson(browser, localhost())
})
keepEvidence(() => [lin?.page])
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await mail?.stop()
  provider?.stop()
})

/** Passkeys know names, not numbers: the journey goes by localhost. */
const localhost = (): string => server.url.replace('127.0.0.1', 'localhost')

async function signIn(person: Person, password: string): Promise<void> {
  await person.page.goto('/')
  await fill(person.page, '账号', REP.login)
  await fill(person.page, '密码', password)
  await button(person.page, '登录').click()
}

describe('a forgotten password', () => {
  it('is asked for on the sign-in page, and the answer says nothing about who exists', async () => {
    const { page } = lin
    await page.goto('/')
    await shoot(page, 'getting-in-sign-in')
    await link(page, '忘记密码？').click()
    await fill(page, '账号或邮箱', 'nobody.at.all')
    await button(page, '发送链接').click()
    await page.getByText(/如果账号“nobody.at.all”存在/).waitFor()
    await page.goto('/forgot-password')
    await fill(page, '账号或邮箱', REP.login)
    await button(page, '发送链接').click()
    await page.getByText(/如果账号“lin.xiao”存在/).waitFor()
    await shoot(page, 'getting-in-forgot-sent')
  })

  it('is set anew by the link of the mail, once', async () => {
    const { page } = lin
    const { text } = await mail.next('/reset-password#')
    const address = /http:\S+reset-password#\S+/.exec(text)?.[0] ?? ''
    await page.goto(address)
    await page.getByRole('heading', { name: '设置新密码' }).waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await fill(page, '新密码', 'short')
    await button(page, '保存新密码').click()
    await page.getByRole('alert').filter({ hasText: '至少 10 个字符' }).waitFor()
    await shoot(page, 'getting-in-reset-weak')
    await fill(page, '新密码', NEW_PASSWORD)
    await button(page, '保存新密码').click()
    await page.getByRole('heading', { name: '新密码已生效' }).waitFor()
    await page.goto('/reset-password')
    await page.getByRole('heading', { name: '链接不完整' }).waitFor()
    const again = await newPerson(browser, localhost())
    await again.page.goto(address)
    await fill(again.page, '新密码', 'Another-Harbour-77')
    await button(again.page, '保存新密码').click()
    await again.page.getByRole('alert').filter({ hasText: '链接无效、已使用或已过期' }).waitFor()
    await again.leave()
    await signIn(lin, NEW_PASSWORD)
    await page.getByRole('heading', { name: /林晓，您好/ }).waitFor()
  })
})

describe('the administrator', () => {
  it('sees what was mailed, and changes the policy', async () => {
    const admin = await signedInPerson(browser, server.url, { ...ADMIN })
    const { page } = admin
    await page.goto('/sign-in-policy')
    const ledger = page.getByRole('region', { name: '邮件记录' })
    await ledger.getByText('已发送').first().waitFor()
    await ledger.getByText('没有收件人').first().waitFor()
    await ledger.getByText('lin.xiao@example.com').first().waitFor()
    const everybody = page.getByRole('region', { name: '所有人' })
    await everybody.getByLabel('允许登录的网段').fill('10.0.0.0/8')
    await button(everybody, '保存').click()
    await everybody.getByRole('alert').filter({ hasText: '您当前的地址 127.0.0.1 不在其中' }).waitFor()
    await shoot(page, 'getting-in-policy')
    await everybody.getByLabel('允许登录的网段').fill('10.0.0.0/8\n127.0.0.0/8')
    await button(everybody, '保存').click()
    await everybody.getByRole('status').filter({ hasText: '已保存' }).waitFor()
    expect(admin.complaints).toEqual([])
    await admin.leave()
  })
})

let secret = ''
let recoveryCode = ''

describe('a role that needs a second factor', () => {
  const codeAt = (offset: number): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offset * 30_000 })

  it('is switched on for the sales people', async () => {
    const admin = await signedInPerson(browser, server.url, { ...ADMIN })
    await admin.page.goto('/sign-in-policy')
    await admin.page.getByRole('switch', { name: '销售员：必须两步验证' }).click()
    await admin.page.getByRole('switch', { name: '销售员：必须两步验证', checked: true }).waitFor()
    await admin.leave()
  })

  it('leads somebody without one to set it up, and lets them go on from there', async () => {
    const { page } = lin
    await lin.context.clearCookies()
    await signIn(lin, NEW_PASSWORD)
    await page.getByRole('heading', { name: '请先启用两步验证' }).waitFor()
    await button(page, '启用').click()
    secret = (await page.locator('code.pg-code').innerText()).replaceAll(' ', '')
    await shoot(page, 'getting-in-must-set-up')
    await fill(page, '验证码', codeAt(0))
    await button(page, '启用').click()
    await page.getByText(/恢复码（每个只能用一次/).waitFor()
    recoveryCode = (await page.locator('pre.pg-code').innerText()).split('\n')[0] ?? ''
    await button(page, '继续').click()
    await page.getByRole('heading', { name: /林晓，您好/ }).waitFor()
  })

  it('is asked for the next time', async () => {
    const { page } = lin
    await lin.context.clearCookies()
    await signIn(lin, NEW_PASSWORD)
    // A second step, not a mistake: nothing is told as wrong until a code is.
    await page.getByText('请输入身份验证器中的 6 位动态验证码').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await shoot(page, 'getting-in-second-factor')
    await fill(page, '动态验证码或恢复码', codeAt(1))
    await button(page, '登录').click()
    await page.getByRole('heading', { name: /林晓，您好/ }).waitFor()
  })
})

describe('a passkey', () => {
  it('is added and named on the account page', async () => {
    const { page } = lin
    const devtools = await lin.context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto('/account')
    const card = page.getByRole('region', { name: '通行密钥' })
    await card.getByText('还没有通行密钥').waitFor()
    await card.getByLabel('名称').fill('办公电脑')
    await button(card, '添加通行密钥').click()
    await card.getByText('办公电脑').waitFor()
    await card.getByRole('button', { name: '为“办公电脑”改名' }).click()
    await card.getByRole('listitem').getByLabel('名称').fill('指纹')
    await button(card, '保存').click()
    await card.getByRole('listitem').getByText('指纹').waitFor()
    await shoot(page, 'getting-in-account')
  })

  it('signs in without a name, a password or a code, although the role asks for two factors', async () => {
    const { page } = lin
    await lin.context.clearCookies()
    await page.goto('/')
    await button(page, '使用通行密钥登录').waitFor()
    await shoot(page, 'getting-in-passkey')
    await button(page, '使用通行密钥登录').click()
    await page.getByRole('heading', { name: /林晓，您好/ }).waitFor()
    await page.goto('/account')
    await page
      .getByRole('region', { name: '通行密钥' })
      .getByText(/最近使用/)
      .waitFor()
  })

  it('is gone once it is removed', async () => {
    const { page } = lin
    await page.getByRole('button', { name: '删除“指纹”' }).click()
    await page.getByText('还没有通行密钥').waitFor()
    await lin.context.clearCookies()
    await page.goto('/')
    await button(page, '使用通行密钥登录').click()
    await page.getByRole('alert').filter({ hasText: '通行密钥无效' }).waitFor()
  })
})

describe('an API token', () => {
  it('is made for some objects, shown once, works, and is revoked', async () => {
    const { page } = lin
    await lin.context.clearCookies()
    await signIn(lin, NEW_PASSWORD)
    await fill(page, '动态验证码或恢复码', recoveryCode)
    await button(page, '登录').click()
    await page.getByRole('heading', { name: /林晓，您好/ }).waitFor()
    await page.goto('/account')
    const card = page.getByRole('region', { name: 'API 令牌' })
    await card.getByText('还没有令牌').waitFor()
    await fill(card, '令牌名称', '报表同步')
    await chooseIn(card.getByRole('combobox', { name: '可访问的对象' }), '客户')
    await page.keyboard.press('Escape')
    await button(card, '创建令牌').click()
    const token = (await card.locator('.pg-trust__token').innerText()).trim()
    await card.getByText(/只读/).first().waitFor()
    await card.scrollIntoViewIfNeeded()
    await shoot(page, 'getting-in-token')
    const ask = (path: string) => fetch(`${server.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } })
    expect([(await ask('customers')).status, (await ask('contacts')).status]).toEqual([200, 403])
    await card.getByRole('button', { name: '撤销令牌“报表同步”' }).click()
    await card.getByText('还没有令牌').waitFor()
    expect((await ask('customers')).status).toBe(401)
  })
})

describe('single sign-on', () => {
  it('leads through the provider and back, and says why it did not let somebody in', async () => {
    const sun = await newPerson(browser, localhost())
    const { page } = sun
    provider.as({ sub: 'roleless', preferred_username: 'roleless', groups: [] })
    await page.goto('/')
    await button(page, '使用统一认证登录').click()
    await page.getByRole('alert').filter({ hasText: '您尚未分配角色' }).waitFor()
    await shoot(page, 'getting-in-sso-refused')
    await sun.leave()
    const fresh = await newPerson(browser, localhost())
    provider.as({
      sub: 'sun',
      preferred_username: 'sun.li',
      name: '孙丽',
      email: 'sun.li@example.com',
      email_verified: true,
      groups: ['sales'],
    })
    await fresh.page.goto('/')
    await button(fresh.page, '使用统一认证登录').click()
    await fresh.page.getByRole('heading', { name: /孙丽，您好/ }).waitFor()
    expect(fresh.complaints).toEqual([])
    await fresh.leave()
  })
})

it('the browser had nothing to complain about', () => {
  expect(lin.complaints).toEqual([])
})

describe('a press of the button of a form that is not filled in', () => {
  const isFocused = async ({ page }: Person, name: string): Promise<void> => {
    await expect
      .poll(() => page.getByLabel(name, { exact: true }).evaluate((input) => input === document.activeElement && input.ariaInvalid))
      .toBe('true')
  }

  it('says beside each field what is missing, and the first of them gets the focus: signing in', async () => {
    const person = await newPerson(browser, localhost())
    await person.page.goto('/')
    await button(person.page, '登录').click()
    await expect.poll(() => person.page.getByRole('alert').allInnerTexts()).toEqual(['必填', '必填'])
    await isFocused(person, '账号')
    await shoot(person.page, 'getting-in-empty')
    await fill(person.page, '账号', 'nobody')
    await person.page.keyboard.press('Enter')
    await expect.poll(() => person.page.getByRole('alert').allInnerTexts()).toEqual(['必填'])
    await isFocused(person, '密码')
    await fill(person.page, '密码', 'wrong')
    await button(person.page, '登录').click()
    await person.page.getByRole('alert').filter({ hasText: '账号或密码' }).waitFor()
    await person.leave()
  })

  it('does the same for a token, a new password and the check for duplicates', async () => {
    const person = await signedInPerson(browser, localhost(), ADMIN)
    await person.page.goto('/account')
    await button(person.page, '创建令牌').click()
    await isFocused(person, '令牌名称')
    await shoot(person.page, 'getting-in-empty-token')
    await button(person.page, '修改密码').click()
    await isFocused(person, '当前密码')
    await person.page.goto('/duplicate-check')
    const check = person.page.locator('.pg-check__form')
    await button(check, '查重').click()
    await check.getByRole('alert').filter({ hasText: '至少填写一项' }).waitFor()
    await person.page.locator('[aria-invalid=true]:focus').waitFor()
    await fill(person.page, '电话', '0512-55550001')
    await expect.poll(() => check.getByRole('alert').count()).toBe(0)
    await person.leave()
  })
})
