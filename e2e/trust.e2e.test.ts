import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, chooseIn, dialog, toastSaying } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, MANAGER, openServer, REP, type Server } from './server.fixture.ts'

let server: Server
let browser: Browser
let rep: Person
let customer: { readonly id: string; readonly name: string }
keepEvidence(() => [rep?.page])

beforeAll(async () => {
  ;[server, browser] = await Promise.all([openServer(), openBrowser()])
  await loadStoryCompany(server)
  rep = await signedInPerson(browser, server.url, REP)
  const wire = await wireOf(rep)
  const [found] = await wire.list('customers', { fields: ['name'], limit: 1 })
  customer = { id: found?.id ?? '', name: String(found?.['name']) }
}, 120_000)
afterAll(async () => {
  await rep?.leave()
  await browser?.close()
  await server?.close()
})

describe('who can see a record', () => {
  it('says why, since when and who else; shares until a day, and takes back with undo', async () => {
    const { page } = rep
    await page.goto(`/customers/${customer.id}`)
    await button(page, '谁能看到').click()
    const drawer = dialog(page, '谁能看到')
    await drawer.getByText('您是负责人').waitFor()
    await drawer.getByText('角色：销售员（本人）').waitFor()
    await drawer.getByText(MANAGER.name).waitFor()
    await button(drawer, '共享').click()
    await drawer.getByRole('alert').filter({ hasText: '必填' }).waitFor()
    await shoot(page, 'trust-share-with-nobody')
    await page.keyboard.type('何敏')
    await page.locator('.ant-select-item-option').filter({ hasText: '何敏' }).first().click()
    await chooseIn(drawer.getByRole('combobox', { name: '权限', exact: true }), '读写')
    await drawer.getByLabel('有效期至（选填）').fill('2020-01-01')
    await page.keyboard.press('Enter')
    await drawer.getByRole('alert').filter({ hasText: '不能早于今天' }).waitFor()
    await drawer.getByLabel('有效期至（选填）').fill('2099-12-31')
    await page.keyboard.press('Enter')
    await drawer.getByText('至 2099-12-31').waitFor()
    await shoot(page, 'trust-shared')
    await button(drawer, '结束与何敏的共享').click()
    await drawer.getByText('还没有共享给任何人').waitFor()
    await toastSaying(page, '已结束与何敏的共享')
      .getByRole('button', { name: /撤\s?销/ })
      .click()
    await drawer.getByText('至 2099-12-31').waitFor()
    expect(rep.complaints).toEqual([])
  })

  it('a colleague it is shared with sees it and what belongs to it; another does not', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const wire = await wireOf(admin)
    const user = (
      await wire.list('users', { filter: { field: 'login', op: 'eq', value: 'xu.jiayi' }, fields: ['login', 'employee'], limit: 1 })
    )[0]
    await server.house().signIn.setPassword(user?.id ?? '', { login: 'xu.jiayi', password: 'Harbour-Lights-51' })
    const { employee } = user as unknown as { employee: { id: string } }
    await (await wireOf(rep)).create(`customers/${customer.id}/shares`, { employee: employee.id, access: 'read' })
    const colleague = await signedInPerson(browser, server.url, { login: 'xu.jiayi', password: 'Harbour-Lights-51' })
    const { page } = colleague
    await page.goto(`/customers/${customer.id}`)
    await page.getByRole('heading', { name: customer.name, level: 1 }).waitFor()
    const contact = page.getByRole('region', { name: '联系人' }).getByRole('link').first()
    await contact.click()
    await button(page, '谁能看到').click()
    await dialog(page, '谁能看到').getByText(`它属于您能看到的“${customer.name}”`).waitFor()
    await shoot(page, 'trust-parent')
    expect(colleague.complaints).toEqual([])
    await colleague.leave()
    await admin.leave()
  })
})

describe('the navigation', () => {
  it('offers pools and duplicates to who may change customers, not to who only reads them', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const wire = await wireOf(admin)
    const [user] = await wire.list('users', { filter: { field: 'login', op: 'eq', value: 'xu.jiayi' }, fields: ['login', 'roles'] })
    await wire.change(`users/${user?.id}`, { roles: ['finance'] }, Number(user?.['version']))
    await server.house().signIn.setPassword(user?.id ?? '', { login: 'xu.jiayi', password: 'Harbour-Lights-51' })
    const reader = await signedInPerson(browser, server.url, { login: 'xu.jiayi', password: 'Harbour-Lights-51' })
    const offered = async ({ page }: Person): Promise<readonly string[]> => {
      await page.goto('/')
      await page.getByRole('link', { name: '客户', exact: true }).first().waitFor()
      return (await page.getByRole('navigation').getByRole('link').allTextContents()).filter((each) => ['公海', '重复数据'].includes(each))
    }
    expect((await offered(admin)).toSorted()).toEqual(['公海', '重复数据'].toSorted())
    expect(await offered(reader)).toEqual([])
    await reader.leave()
    await admin.leave()
  })
})

describe('files of a record', () => {
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

  it('are uploaded, shown, versioned, refused in words, and come back after deletion', async () => {
    const { page } = rep
    await page.goto(`/customers/${customer.id}`)
    const panel = page.getByRole('region', { name: '文件', exact: true })
    const add = (name: string, buffer: Buffer) =>
      panel.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    await add('铭牌.png', picture)
    await toastSaying(page, '已上传“铭牌.png”').waitFor()
    await add('技术协议.pdf', Buffer.from('%PDF-1.7 一'))
    await toastSaying(page, '已上传“技术协议.pdf”').waitFor()
    await add('技术协议.pdf', Buffer.from('%PDF-1.7 二'))
    await panel.getByText('第 2 版').waitFor()
    await button(panel, '1 个旧版本').click()
    expect(await panel.getByRole('link', { name: '技术协议.pdf', exact: true }).count()).toBe(2)
    await add('setup.exe', Buffer.from('MZ'))
    await toastSaying(page, '不接受可执行文件“setup.exe”').waitFor()
    await button(panel, '预览“铭牌.png”').click()
    await dialog(page, '铭牌.png').getByRole('img', { name: '铭牌.png' }).waitFor()
    await page.keyboard.press('Escape')
    await dialog(page, '铭牌.png').waitFor({ state: 'hidden' })
    await button(panel, '删除“铭牌.png”').click()
    await panel.getByRole('link', { name: '铭牌.png', exact: true }).waitFor({ state: 'detached' })
    await toastSaying(page, '已删除“铭牌.png”')
      .getByRole('button', { name: /撤\s?销/ })
      .click()
    await panel.getByRole('link', { name: '铭牌.png', exact: true }).waitFor()
    expect(rep.complaints).toEqual([])
  })

  it('are dropped onto the section', async () => {
    const { page } = rep
    const panel = page.getByRole('region', { name: '文件', exact: true })
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['现场记录'], '现场记录.txt'))
      return transfer
    })
    await panel.dispatchEvent('dragover', { dataTransfer: data })
    await panel.getByText('松开即可上传').waitFor()
    await panel.dispatchEvent('drop', { dataTransfer: data })
    await panel.getByRole('link', { name: '现场记录.txt', exact: true }).waitFor()
    await shoot(page, 'trust-files')
  })
})

describe('the organization chart', () => {
  it('moves a department by its menu and by dragging, each with the way back', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const { page } = admin
    await page.goto('/organization')
    const tree = page.getByRole('region', { name: '部门', exact: true })
    const line = (name: string) =>
      tree.locator('.pg-tree__line').filter({ has: page.getByRole('button', { name: new RegExp(`^${name}`) }) })
    const parentOf = async (name: string): Promise<unknown> => {
      const [found] = await (await wireOf(admin)).list('departments', {
        filter: { field: 'name', op: 'eq', value: name },
        fields: ['parent'],
      })
      return (found?.['parent'] as { title: string } | null)?.title
    }
    await tree.getByRole('button', { name: /^华南销售部/ }).click()
    await page.getByRole('region', { name: '华南销售部' }).getByRole('link', { name: '何敏' }).waitFor()
    await button(tree, '“华南销售部”的操作').click()
    await page.getByRole('menuitem', { name: '移动到…' }).click()
    const moving = dialog(page, '把“华南销售部”移动到')
    await chooseIn(moving.getByRole('combobox'), '公司 / 市场部')
    await moving.getByRole('button', { name: /应\s?用/ }).click()
    await toastSaying(page, '“华南销售部”已移到“市场部”下').waitFor()
    expect(await parentOf('华南销售部')).toBe('市场部')
    await page.keyboard.press('Control+z')
    await toastSaying(page, '已撤销').waitFor()
    expect(await parentOf('华南销售部')).toBe('销售中心')
    await line('服务部').dragTo(line('市场部'))
    await toastSaying(page, '“服务部”已移到“市场部”下').waitFor()
    await line('市场部').getByText('4', { exact: true }).waitFor()
    await shoot(page, 'trust-organization')
    await page.keyboard.press('Control+z')
    await toastSaying(page, '已撤销').last().waitFor()
    await line('市场部').getByText('2', { exact: true }).waitFor()
    expect(admin.complaints).toEqual([])
    await admin.leave()
  })
})

describe('a role with a mask', () => {
  it('is copied, limited, previewed and saved; its people see 138****5678, and each look stands in the log', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const { page } = admin
    await page.goto('/roles-and-rights')
    await button(page, '复制角色').click()
    await toastSaying(page, '已创建“销售员（副本）”').waitFor()
    const editor = page.getByRole('region', { name: '销售员（副本）' })
    await chooseIn(editor.getByRole('combobox', { name: '联系人 查看' }), '全部')
    await editor.getByRole('combobox', { name: '添加限制' }).fill('手机')
    // While the tree still narrows, what is pressed may be another object's field.
    await page
      .locator('.ant-select-tree-treenode')
      .filter({ hasText: /^产品$/ })
      .waitFor({ state: 'detached' })
    await page.locator('.ant-select-tree-treenode-motion').waitFor({ state: 'detached' })
    await page.locator('.ant-select-tree-treenode:has-text("联系人") ~ .ant-select-tree-treenode:has-text("手机")').first().click()
    await editor.getByText('联系人 · 手机').waitFor()
    await editor.getByRole('checkbox', { name: /可逐个查看脱敏内容/ }).check()
    await button(editor, '保存').click()
    await toastSaying(page, '“销售员（副本）”已保存').waitFor()
    await chooseIn(page.getByRole('combobox', { name: '对比' }), '销售员')
    await page.getByText('2 处不同，已标出').waitFor()
    await shoot(page, 'trust-roles')

    const wire = await wireOf(admin)
    const [user] = await wire.list('users', { filter: { field: 'login', op: 'eq', value: 'chen.zhiqiang' }, fields: ['login', 'roles'] })
    await wire.change(`users/${user?.id}`, { roles: ['sales_rep_2'] }, Number(user?.['version']))
    await server.house().signIn.setPassword(user?.id ?? '', { login: 'chen.zhiqiang', password: 'Harbour-Lights-51' })
    const contact = await wire.create('contacts', { name: '演示联系人', mobile: '13800135678' })
    const masked = await signedInPerson(browser, server.url, { login: 'chen.zhiqiang', password: 'Harbour-Lights-51' })
    await masked.page.goto(`/contacts/${contact.id}`)
    const details = masked.page.getByRole('region', { name: '资料' })
    await details.getByText('138****5678').waitFor()
    expect(await masked.page.getByText('0013 5678').count()).toBe(0)
    await shoot(masked.page, 'trust-masked')
    await details.getByRole('button', { name: '查看完整的手机（会记入日志）' }).click()
    await details.getByText('138 0013 5678').waitFor()
    const log = await wire.get(`audit?op=unmask&record=${contact.id}`)
    expect(log['data']).toEqual([expect.objectContaining({ actor_name: '陈志强', changes: { field: 'mobile' } })])
    expect([...admin.complaints, ...masked.complaints]).toEqual([])
    await masked.leave()
    await admin.leave()
  })
})

describe('the log', () => {
  it('looks further back for words by itself, says how far it is, and goes on when asked', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const wire = await wireOf(admin)
    await wire.create('customers', { name: '很久以前有限公司' })
    // As if half a million lines had been written since.
    await server.house().kernel.db.query(`select setval('event_number', nextval('event_number') + 500000)`)
    await wire.create('customers', { name: '近日有限公司' })
    const { page } = admin
    await page.goto('/audit')
    await page.getByRole('textbox', { name: '查找姓名、记录或内容' }).fill('以前有限公司')
    await page.getByText('近日有限公司').first().waitFor({ state: 'detached' })
    await page.getByText('很久以前有限公司').first().waitFor()
    await shoot(page, 'trust-log-words')
    await page.getByRole('textbox', { name: '查找姓名、记录或内容' }).fill('没有这样的字')
    await page.getByText('没有符合条件的记录').waitFor()
    expect(admin.complaints).toEqual([])
    await admin.leave()
  })
})
