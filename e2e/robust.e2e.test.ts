import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@perigon/db/embedded'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareTemplate } from '../apps/server/template.ts'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, dialog, field, fill, navigate, pickMenu, toastSaying } from './screen.fixture.ts'
import { ADMIN, openServer, type Server, setUpCompany } from './server.fixture.ts'

const OFFLINE = '无法连接服务器，您的输入已保留，请稍后重试'

describe('when the server goes away and comes back', () => {
  let server: Server
  let browser: Browser
  let person: Person
  let page: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await setUpCompany(server)
    person = await signedInPerson(browser, server.url, ADMIN)
    page = person.page
  })
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('keeps what is typed on a record page, says so, and saves afterwards', async () => {
    const { id } = await (await wireOf(person)).create('customers', { name: '海门钟表有限公司' })
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    await fill(page, '地址', '海门市解放路')
    await server.stop()
    try {
      await button(page, '保存').click()
      await page.getByRole('alert').filter({ hasText: OFFLINE }).waitFor()
      expect(await field(page, '地址').inputValue()).toBe('海门市解放路')
      await shoot(page, 'robust-server-gone')
    } finally {
      await server.start()
    }
    await button(page, '保存').click()
    await page.getByRole('form', { name: '资料' }).waitFor({ state: 'hidden' })
    await page.getByRole('region', { name: '资料' }).getByText('海门市解放路').waitFor()
  })

  it('keeps what is typed into quick create', async () => {
    await page.goto('/customers')
    await button(page, '快速新建').click()
    await pickMenu(page, '客户')
    const drawer = dialog(page, '新建客户')
    await fill(drawer, '客户名称', '如东风电设备有限公司')
    await server.stop()
    try {
      await button(drawer, '保存').click()
      await drawer.getByRole('alert').filter({ hasText: OFFLINE }).waitFor()
      expect(await field(drawer, '客户名称').inputValue()).toBe('如东风电设备有限公司')
    } finally {
      await server.start()
    }
    await button(drawer, '保存').click()
    await toastSaying(page, '“如东风电设备有限公司”已创建').waitFor()
  })

  it('offers the draft again when the page itself was reloaded', async () => {
    const { id } = await (await wireOf(person)).create('customers', { name: '启东海工有限公司' })
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    await fill(page, '地址', '启东市吕四港')
    await page.getByText('有未保存的修改').waitFor()
    page.once('dialog', (ask) => void ask.accept())
    await page.reload()
    await button(page, '编辑').click()
    await page.getByText(/未保存的草稿/).waitFor()
    await shoot(page, 'robust-draft')
    await button(page, '恢复').click()
    expect(await field(page, '地址').inputValue()).toBe('启东市吕四港')
    await button(page, '保存').click()
    await page.getByRole('region', { name: '资料' }).getByText('启东市吕四港').waitFor()
  })

  it('says that a list could not be loaded, and loads it on request', async () => {
    await page.goto('/')
    await page.getByRole('heading', { name: '管理员，您好' }).waitFor()
    await server.stop()
    try {
      await navigate(page, '产品')
      await page.getByText('加载失败').waitFor({ timeout: 20_000 })
      await shoot(page, 'robust-list-failed')
    } finally {
      await server.start()
    }
    await button(page, '重试').click()
    await page.getByText('还没有产品').waitFor()
  })

  it('stops in a few seconds although somebody holds a connection open', async () => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    const begun = performance.now()
    await server.stop(8000)
    const took = performance.now() - begun
    socket.destroy()
    await server.start()
    expect(took).toBeLessThan(7000)
  })

  it('goes on with an import that was running', async () => {
    const rows = 30_000
    const folder = mkdtempSync(join(tmpdir(), 'perigon-e2e-'))
    const path = join(folder, '大批客户.csv')
    writeFileSync(
      path,
      `客户名称,员工人数\n${Array.from({ length: rows }, (_, index) => `批量客户${index}有限公司,${index % 500}`).join('\n')}\n`,
    )
    await page.goto('/import/customer')
    await page.locator('input[type=file]').setInputFiles(path)
    await button(page, '预检').click()
    await button(page, `开始导入 ${rows.toLocaleString('zh-CN')} 行`).click({ timeout: 60_000 })
    await page.getByText('正在导入…').first().waitFor()
    await server.stop()
    await server.start()
    await page.getByText('导入完成', { exact: true }).waitFor({ timeout: 60_000 })
    await page.locator('[data-count="new"]').getByText(rows.toLocaleString('zh-CN'), { exact: true }).waitFor()
    await shoot(page, 'robust-import')
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('when the database is killed during a save', () => {
  let server: Server
  let browser: Browser
  let person: Person
  let page: Page
  let database: Awaited<ReturnType<typeof startEmbedded>>
  const folder = mkdtempSync(join(tmpdir(), 'perigon-e2e-db-'))

  beforeAll(async () => {
    database = await startEmbedded({ dataDir: folder, log: () => undefined, fast: true })
    await prepareTemplate(database.url)
    ;[server, browser] = await Promise.all([openServer({ url: database.url, drop: async () => undefined }), openBrowser()])
    await setUpCompany(server)
    person = await signedInPerson(browser, server.url, ADMIN)
    page = person.page
  })
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('says so, keeps the input, and saves once the database is back', async () => {
    const { id } = await (await wireOf(person)).create('customers', { name: '通州湾物流有限公司' })
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    await fill(page, '地址', '通州湾示范区')
    // Somebody holds the row, so that the save is under way when the database dies.
    const holder = new pg.Client({ connectionString: database.url })
    holder.on('error', () => undefined)
    await holder.connect()
    await holder.query('begin')
    await holder.query('select 1 from customer where id = $1 for update', [id])
    await button(page, '保存').click()
    await expect.poll(() => waiting(holder)).toBeGreaterThan(0)
    process.kill(database.pid, 'SIGKILL')
    const said = page.getByRole('alert').filter({ hasText: '保存失败' })
    await said.waitFor()
    expect(await said.innerText()).toMatch(/数据库|稍后/)
    expect(await field(page, '地址').inputValue()).toBe('通州湾示范区')
    await shoot(page, 'robust-database-gone')
    await expect.poll(async () => (await person.context.request.get('/readyz')).status(), { timeout: 30_000 }).toBe(200)
    await button(page, '保存').click()
    await page.getByRole('form', { name: '资料' }).waitFor({ state: 'hidden' })
    await page.getByRole('region', { name: '资料' }).getByText('通州湾示范区').waitFor()
    await holder.end().catch(() => undefined)
  })

  it('lets the next page load as if nothing had been', async () => {
    await navigate(page, '商机')
    await page.getByText('还没有商机').waitFor()
  })
})

async function waiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>("select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'")
  return rows[0]?.n ?? 0
}
