import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, type Wire, wireOf } from './browser.fixture.ts'
import { button, dialog, field, link, toastSaying } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('finding and cleaning customers', () => {
  let server: Server
  let browser: Browser
  let admin: Person
  let rep: Person
  let page: Page
  let wire: Awaited<ReturnType<typeof wireOf>>

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    admin = await signedInPerson(browser, server.url, ADMIN)
    rep = await signedInPerson(browser, server.url, REP)
    wire = await wireOf(admin)
    page = admin.page
  }, 120_000)
  keepEvidence(() => [page, rep?.page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const customer = (name: string, more: object = {}): Promise<Wire> => wire.create('customers', { name, ...more })

  it.each([
    ['initials', 'qdcx', '启东潮汐'],
    ['full pinyin', 'qidongchaoxi', '启东潮汐'],
    ['traditional characters', '啟東潮汐', '启东潮汐'],
  ])('finds a customer by %s and marks what matched', async (_what, typed, marked) => {
    if ((await wire.list('customers', { q: '启东潮汐', fields: [] })).length === 0) await customer('启东潮汐仪表有限公司')
    await page.goto('/')
    await page.getByRole('heading', { name: /您好/ }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: '搜索与命令' }).fill(typed)
    const option = page.getByRole('option', { name: /启东潮汐仪表有限公司/ }).first()
    await option.waitFor()
    expect(await option.locator('mark').first().textContent()).toBe(marked)
  })

  it('says while typing that a customer is there already, and leads to it', async () => {
    await customer('扬州秋水泵业有限公司', { phone: '0514-5555 6677' })
    await page.goto('/customers')
    await button(page, '新建客户').click()
    const form = dialog(page, '新建客户')
    await field(form, '客户名称').fill('扬州秋水泵业')
    const note = form.getByRole('status').filter({ hasText: '可能已存在（1）' })
    await note.getByText('客户：名称相同').waitFor()
    await shoot(page, 'clean-duplicate-note')
    await link(note, '扬州秋水泵业有限公司').waitFor()
    await field(form, '客户名称').fill('扬州完全不同的名字')
    await expect.poll(() => note.count()).toBe(0)
  })

  it('tells a rep only whose a customer is that they may not see', async () => {
    await customer('泰州朝露阀门有限公司', { phone: '0523-5555 8899' })
    const theirs = rep.page
    await theirs.goto('/duplicate-check')
    await theirs.getByLabel('电话').fill('0523 55558899')
    await button(theirs, '查重').click()
    await theirs.getByText('泰州＊＊＊').waitFor()
    await theirs.getByText('您无权查看此记录').first().waitFor()
    await shoot(theirs, 'clean-duplicate-check')
    expect(await theirs.getByText('泰州朝露阀门有限公司').count()).toBe(0)
  })

  it('merges two customers, leads from the one that is gone to the one that stays, and takes it back', async () => {
    const stays = await customer('镇江合并甲机械有限公司', { website: 'https://a.example.cn', address: '一号路' })
    const goes = await customer('镇江合并乙机械有限公司', { phone: '0511-5555 1212' })
    const contact = await wire.create('contacts', { name: '孙合并', customer: goes.id })
    await page.goto('/customers')
    for (const name of ['镇江合并甲机械有限公司', '镇江合并乙机械有限公司'])
      await page.getByRole('checkbox', { name: `选择“${name}”` }).click()
    await button(page.getByRole('region', { name: '已选 2 条' }), '合并').click()
    const merge = dialog(page, '合并 2 条客户')
    await merge.getByRole('columnheader', { name: '镇江合并甲机械有限公司' }).getByRole('radio').check()
    await shoot(page, 'clean-merge')
    await button(merge, '合并').click()
    await toastSaying(page, '已合并').waitFor()
    const companyOf = async (): Promise<unknown> => (await wire.get(`contacts/${contact.id}`))['customer']
    expect(await companyOf()).toMatchObject({ id: stays.id })
    expect(await wire.get(`customers/${goes.id}`)).toMatchObject({ id: stays.id, phone: '+8651155551212' })
    const old = await admin.context.newPage()
    await old.goto(`/customers/${goes.id}`)
    await old.getByRole('heading', { name: '镇江合并甲机械有限公司', level: 1 }).waitFor()
    expect(new URL(old.url()).pathname).toBe(`/customers/${stays.id}`)
    await old.close()
    await button(toastSaying(page, '已合并'), '撤销').click()
    await expect.poll(companyOf).toMatchObject({ id: goes.id })
    expect(await wire.get(`customers/${stays.id}`)).toMatchObject({ phone: null })
  })

  it('had nothing to complain about in the browser', () => {
    expect([admin.complaints, rep.complaints]).toEqual([[], []])
  })
})
