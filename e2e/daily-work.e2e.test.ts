import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, type Wire, wireOf } from './browser.fixture.ts'
import { button, choose, dialog, errorBeside, field, fill, navigate, pickMenu, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, MANAGER, openServer, REP, type Server } from './server.fixture.ts'

describe('a day of a sales rep', () => {
  let server: Server
  let browser: Browser
  let rep: Person
  let manager: Person
  let page: Page
  let wire: Awaited<ReturnType<typeof wireOf>>

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, REP)
    manager = await signedInPerson(browser, server.url, MANAGER)
    wire = await wireOf(rep)
    page = rep.page
  }, 120_000)
  keepEvidence(() => [page, manager?.page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const customer = (name: string, more: object = {}): Promise<Wire> => wire.create('customers', { name, ...more })
  const opportunity = async (name: string, more: object = {}): Promise<Wire> => {
    const { id } = await customer(`${name}的客户有限公司`)
    return wire.create('opportunities', { name, customer: id, process: STANDARD_PROCESS, stage: STAGES.confirmed, ...more })
  }

  it('starts at home with tasks, opportunities and what was opened lately', async () => {
    await page.goto('/')
    await page.getByRole('heading', { name: `${REP.name}，您好` }).waitFor()
    for (const card of ['我的待办', '我的进行中商机', '最近查看']) await page.getByRole('region', { name: card }).waitFor()
    await page.getByRole('region', { name: '我的进行中商机' }).getByRole('listitem').first().waitFor()
    await shoot(page, 'daily-home')
  })

  it('creates a customer by quick create; what is wrong stands beside the field', async () => {
    const [known] = await wire.list('customers', { filter: { field: 'credit_code', op: 'not_empty' }, fields: ['credit_code'], limit: 1 })
    await page.goto('/customers')
    await button(page, '快速新建').click()
    await pickMenu(page, '客户')
    const drawer = dialog(page, '新建客户')
    await button(drawer, '保存').click()
    await errorBeside(drawer, 'name', '必填')
    await fill(drawer, '统一社会信用代码', '91320000000000000X')
    await fill(drawer, '电话', '一二三')
    await button(drawer, '保存').click()
    // What is missing and what is wrong are told in one round.
    await errorBeside(drawer, 'credit_code', /./)
    await errorBeside(drawer, 'phone', /电话/)
    await errorBeside(drawer, 'name', '必填')
    await shoot(page, 'daily-create-errors')
    await fill(drawer, '客户名称', '无锡青柠精密机械有限公司')
    await fill(drawer, '统一社会信用代码', String(known?.['credit_code']))
    await fill(drawer, '电话', '０５１０－８２７３５５５５')
    await button(drawer, '保存').click()
    await errorBeside(drawer, 'credit_code', /已/)
    await shoot(page, 'daily-create-duplicate')
    await fill(drawer, '统一社会信用代码', '')
    await button(drawer, '保存并打开').click()
    await page.getByRole('heading', { name: '无锡青柠精密机械有限公司', level: 1 }).waitFor()
    await toastSaying(page, '“无锡青柠精密机械有限公司”已创建').waitFor()
    await page.getByRole('region', { name: '资料' }).getByText('0510-8273 5555').first().waitFor()
    await shoot(page, 'daily-customer')
  })

  it('edits on the record page, and the history tells it', async () => {
    const { id } = await customer('江阴远山轴承有限公司')
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    const form = page.getByRole('form', { name: '资料' })
    await fill(form, '地址', '江阴市滨江路一号')
    await fill(form, '员工人数', '120')
    await choose(form, '客户来源', '展会')
    await page.getByText('有未保存的修改').waitFor()
    await page.keyboard.press('Control+s')
    await form.waitFor({ state: 'hidden' })
    await page.getByRole('region', { name: '资料' }).getByText('江阴市滨江路一号').waitFor()
    await page.getByText('修改历史', { exact: true }).click()
    await page.getByRole('complementary').getByText('江阴市滨江路一号').waitFor()
  })

  it('asks before leaving a form with unsaved changes', async () => {
    const { id } = await customer('宜兴紫砂设备有限公司')
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    await fill(page.getByRole('form', { name: '资料' }), '地址', '宜兴市丁蜀镇')
    await navigate(page, '任务')
    const ask = dialog(page, '离开并放弃未保存的修改？')
    await button(ask, '继续编辑').click()
    expect(await field(page, '地址').inputValue()).toBe('宜兴市丁蜀镇')
    await navigate(page, '任务')
    await button(dialog(page, '离开并放弃未保存的修改？'), '放弃并离开').click()
    await page.getByRole('heading', { name: '任务', level: 1 }).waitFor()
  })

  it('keeps both values when two people edit one record', async () => {
    const { id } = await customer('张家港海川阀门有限公司', { address: '原地址', employee_count: 10 })
    for (const each of [page, manager.page]) {
      await each.goto(`/customers/${id}`)
      await button(each, '编辑').click()
      await field(each, '地址').waitFor()
    }
    await fill(page, '地址', '林晓写的地址')
    await fill(page, '员工人数', '200')
    await button(page, '保存').click()
    await page.getByRole('form', { name: '资料' }).waitFor({ state: 'hidden' })
    await fill(manager.page, '地址', '陆文斌写的地址')
    await fill(manager.page, '员工人数', '300')
    await button(manager.page, '保存').click()
    const merge = dialog(manager.page, new RegExp(`${REP.name}修改了此记录`))
    const address = merge.getByRole('row').filter({ hasText: '地址' })
    await address.getByText('林晓写的地址').waitFor()
    await address.getByText('陆文斌写的地址').waitFor()
    await shoot(manager.page, 'daily-conflict')
    await merge.getByRole('row').filter({ hasText: '员工人数' }).getByText('200').click()
    await button(merge, '按所选保存').click()
    await merge.waitFor({ state: 'hidden' })
    const saved = await wire.get(`customers/${id}`)
    expect([saved['address'], saved['employee_count']]).toEqual(['陆文斌写的地址', 200])
    await manager.page.getByRole('region', { name: '资料' }).getByText('陆文斌写的地址').waitFor()
  })

  it('asks to sign in over the form when the session is over, and loses nothing typed', async () => {
    const { id } = await customer('江门白鹭泵业有限公司')
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    await fill(page, '地址', '写了一半的地址')
    await rep.context.clearCookies()
    // The connection that stays open may notice before the save does; then the dialog is there already.
    const save = () => button(page, '保存').click({ timeout: 3000 })
    await save().catch(() => undefined)
    const again = dialog(page, '登录已过期')
    await again.getByText('您填写的内容都还在').waitFor()
    await shoot(page, 'daily-signed-out')
    await fill(again, '密码', 'not-my-password')
    await button(again, '登录').click()
    await again.getByRole('alert').first().waitFor()
    await fill(again, '密码', REP.password)
    await button(again, '登录').click()
    await again.waitFor({ state: 'hidden' })
    const form = page.getByRole('form', { name: '资料' })
    if (await form.isVisible()) await save().catch(() => undefined)
    await form.waitFor({ state: 'hidden' })
    await page.getByRole('region', { name: '资料' }).getByText('写了一半的地址').waitFor()
    wire = await wireOf(rep)
  })

  it('logs a call and the next task in one go, and ticks a task off with undo', async () => {
    const { id } = await customer('佛山晨光模具有限公司')
    await page.goto(`/customers/${id}`)
    const composer = page.getByRole('region', { name: '记录跟进' })
    await composer.getByText('电话', { exact: true }).click()
    await field(composer, '记录跟进').fill('与李工通话，下周看样机')
    await button(composer, '一周后').click()
    await shoot(page, 'daily-composer')
    await button(composer, '保存').click()
    await toastSaying(page, '已记录，并建立了下次任务').waitFor()
    await page.getByRole('list', { name: '记录', exact: true }).getByText('与李工通话，下周看样机').first().waitFor()
    const upcoming = page.getByRole('region', { name: '待办' })
    const task = '跟进：佛山晨光模具有限公司'
    await upcoming.getByRole('checkbox', { name: `完成“${task}”` }).click()
    const done = toastSaying(page, `已完成“${task}”`)
    await done.waitFor()
    await upcoming.waitFor({ state: 'hidden' })
    await button(done, '撤销').click()
    await upcoming.getByRole('link', { name: task }).waitFor()
    await shoot(page, 'daily-timeline')
  })

  const boardColumn = (title: string): Locator => page.getByRole('region', { name: title, exact: true })
  const boardCard = (stage: string, name: string): Locator =>
    boardColumn(stage)
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name, exact: true }) })

  it('moves a card on the board by its menu, and takes the move back', async () => {
    const name = '常州云帆激光设备采购'
    await opportunity(name)
    await page.goto('/opportunities')
    await button(page, '看板').click()
    await button(boardCard('线索确认', name), `${name}: 移动到…`).click()
    await pickMenu(page, '需求分析')
    await boardCard('需求分析', name).waitFor()
    await button(toastSaying(page, `“${name}”已移动到“需求分析”`), '撤销').click()
    await boardCard('线索确认', name).waitFor()
  })

  it('moves a card on the board by drag; the stage asks for what it needs', async () => {
    const name = '泰州银杏分拣线采购'
    await opportunity(name)
    await page.goto('/opportunities?layout=board')
    await boardCard('线索确认', name).dragTo(boardColumn('方案报价').getByRole('list'), { sourcePosition: EDGE })
    const needed = dialog(page, '还需要填写')
    await needed.waitFor()
    await shoot(page, 'daily-board-needs')
    await fill(needed, '预计金额', '260000')
    await fill(needed, '预计成交日期', '2027-03-31')
    await field(needed, '预计成交日期').press('Enter')
    await button(needed, '保存').click()
    await boardCard('方案报价', name).waitFor()
    await needed.waitFor({ state: 'hidden' })
    await shoot(page, 'daily-board')
    // Going back asks why.
    await boardCard('方案报价', name).dragTo(boardColumn('需求分析').getByRole('list'), { sourcePosition: EDGE })
    await dialog(page, '还需要填写').getByText('阶段变更原因').first().waitFor()
    await shoot(page, 'daily-board-back')
  })

  it('lets a card be grabbed anywhere, also where a link stands on it', async () => {
    const name = '镇江山水电镀线采购'
    await opportunity(name)
    await page.goto('/opportunities?layout=board')
    const card = boardCard('线索确认', name)
    await card.getByRole('link', { name: /的客户有限公司$/ }).dragTo(boardColumn('需求分析').getByRole('list'))
    await boardCard('需求分析', name).waitFor()
  })

  it('wins with a reason and loses with one; without it the reason is asked for', async () => {
    const won = await opportunity('苏州明远检测线项目', { amount: { amount: '480000', currency: 'CNY' } })
    await page.goto(`/opportunities/${won.id}`)
    await button(page.getByRole('banner').or(page.getByRole('article')), '赢单')
      .first()
      .click()
    const win = dialog(page, /^赢单/)
    await choose(win, '赢单原因', '技术方案契合')
    await button(win, '赢单').click()
    await win.waitFor({ state: 'hidden' })
    expect((await wire.get(`opportunities/${won.id}`))['state']).toBe('won')
    const lost = await opportunity('苏州旧厂改造项目')
    await page.goto(`/opportunities/${lost.id}`)
    await button(page.getByRole('article'), '输单').first().click()
    const lose = dialog(page, /^输单/)
    // What is no day stays in sight and is complained of; what is typed counts without a key that ends it.
    await fill(lose, '关闭日期', '2026-02-30')
    await button(lose, '输单').click()
    await errorBeside(lose, 'closed_on', /日期/)
    expect(await lose.getByLabel('关闭日期').inputValue()).toBe('2026-02-30')
    await fill(lose, '关闭日期', '2099-01-01')
    await button(lose, '输单').click()
    await errorBeside(lose, 'loss_reason', '必填')
    await errorBeside(lose, 'closed_on', /未来|晚于/)
    await fill(lose, '关闭日期', '')
    await choose(lose, '输单原因', '价格过高')
    await shoot(page, 'daily-lose')
    await button(lose, '输单').click()
    await lose.waitFor({ state: 'hidden' })
    const after = await wire.get(`opportunities/${lost.id}`)
    expect([after['state'], after['loss_reason']]).toEqual(['lost', 'price'])
    await button(page.getByRole('article'), '重启').first().click()
    await fill(dialog(page, /^重启/), '原因', '客户重新立项')
    await button(dialog(page, /^重启/), '重启').click()
    await dialog(page, /^重启/).waitFor({ state: 'hidden' })
    expect((await wire.get(`opportunities/${lost.id}`))['state']).toBe('open')
    await shoot(page, 'daily-opportunity')
  })

  it('deletes with undo, and brings back from the trash', async () => {
    const name = '太湖测试删除有限公司'
    const { id } = await customer(name)
    const at = manager.page
    const remove = async (): Promise<void> => {
      await at.goto(`/customers/${id}`)
      await button(at.getByRole('article'), '更多').click()
      await pickMenu(at, '删除')
      await button(dialog(at, `删除“${name}”？`), '删除').click()
      await toastSaying(at, `已删除“${name}”`).waitFor()
    }
    await remove()
    await at.getByRole('heading', { name: '客户', level: 1 }).waitFor()
    await button(toastSaying(at, `已删除“${name}”`), '撤销').click()
    await toastSaying(at, `已恢复“${name}”`).waitFor()
    await remove()
    await at.goto(`/customers/${id}`)
    await at.getByText('记录不存在或您无权查看').waitFor()
    await at.goto('/customers/trash')
    await button(at.getByRole('listitem').filter({ hasText: name }), '恢复').click()
    await toastSaying(at, `已恢复“${name}”`).waitFor()
    await at.goto(`/customers/${id}`)
    await at.getByRole('heading', { name, level: 1 }).waitFor()
  })

  it('had nothing to complain about in the browser', () => {
    expect([...rep.complaints, ...manager.complaints]).toEqual([])
  })
})

/** Where nothing but the card itself can be grabbed. */
const EDGE = { x: 6, y: 6 } as const
const STANDARD_PROCESS = '01900000-0000-7000-8000-000000050001'
const STAGES = { confirmed: '01900000-0000-7000-8000-000000050011' } as const
