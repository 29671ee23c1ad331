import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issueSetupToken } from '@perigon/organization'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storyCsv } from '../apps/server/demo/csv.ts'
import { type JourneyFiles, publishedFiles, publishedReference, storyFiles } from '../apps/server/journey/files.ts'
import { keepEvidence, newPerson, openBrowser, type Person, shoot } from './browser.fixture.ts'
import { button, choose, dialog, fill, navigate, pickMenu, total } from './screen.fixture.ts'
import { ADMIN, openServer, type Server } from './server.fixture.ts'

type Standing = { readonly won: number; readonly lost: number; readonly won_value: number }
/** What the figures on the screen are compared with; nobody here computed the published ones. */
type Expected = {
  readonly totals: {
    readonly opportunities: number
    readonly stages: { readonly [stage: string]: number }
    readonly won_value: number
    readonly win_rate: number
  }
  readonly days_to_close: { readonly won: { readonly mean: number; readonly median: number } }
  readonly by_product: { readonly [name: string]: Standing }
  readonly by_office: { readonly [name: string]: Standing }
}
/** One company's files: what a person matches by hand, and what must come out. */
type Company = {
  readonly files: JourneyFiles
  readonly expected: Expected
  readonly process: string
  readonly counts: {
    readonly accounts: number
    readonly products: number
    readonly departments: number
    readonly managers: number
    readonly sellers: number
  }
  readonly nearMiss: { readonly text: string; readonly rows: string; readonly means: string }
  /** Object → column header → field, where the guess is not what a person wants. */
  readonly columns: { readonly [step: string]: { readonly [header: string]: string } }
  readonly product: string
  readonly parents: number
  /** Link columns of the customers whose unknown texts become new records. */
  readonly makesMissing: readonly string[]
  /** How the open stages of the figures are called on the screen. */
  readonly stages: { readonly [stage: string]: string }
}

const OUT = '不导入'
const published = (files: JourneyFiles): Company => ({
  files,
  expected: publishedReference() as Expected,
  process: 'Simple pipeline',
  counts: { accounts: 85, products: 7, departments: 3, managers: 6, sellers: 35 },
  nearMiss: { text: 'GTXPro', rows: '1,480 行', means: 'GTX Pro' },
  columns: {
    customer: { sector: '行业', year_established: OUT, office_location: '地址', subsidiary_of: '上级单位' },
    product: { product: '产品名称', series: OUT, sales_price: '标准价' },
    department: { sales_agent: OUT, manager: OUT, regional_office: '部门名称' },
    managers: { sales_agent: OUT, manager: '姓名', regional_office: '部门' },
    sellers: { sales_agent: '姓名', manager: '直属上级', regional_office: '部门' },
    opportunity: {
      opportunity_id: '外部编号',
      sales_agent: '负责人',
      product: '主要产品',
      account: '客户',
      deal_stage: '阶段',
      engage_date: '开始跟进日期',
      close_date: '关闭日期',
      close_value: '预计金额',
    },
  },
  product: 'GTX Pro',
  parents: 15,
  makesMissing: ['sector'],
  stages: { Engaging: 'Engaging', Prospecting: 'Prospecting' },
})
const story = (): Company => ({
  files: storyFiles(),
  expected: storyCsv().expected as Expected,
  process: '标准销售流程',
  counts: { accounts: 80, products: 8, departments: 4, managers: 4, sellers: 12 },
  nearMiss: { text: 'HY500三坐标测量机', rows: '157 行', means: 'HY-500 三坐标测量机' },
  columns: {
    customer: { 成立年份: OUT, 办公地点: '地址' },
    product: { 产品: '产品名称', 系列: OUT, 标准价: '标准价' },
    department: { 销售员: OUT, 经理: OUT, 大区: '部门名称' },
    managers: { 销售员: OUT, 经理: '姓名', 大区: '部门' },
    sellers: { 销售员: '姓名', 经理: '直属上级', 大区: '部门' },
    opportunity: {
      商机编号: '外部编号',
      销售员: '负责人',
      产品: '主要产品',
      客户: '客户',
      阶段: '阶段',
      跟进日期: '开始跟进日期',
      关闭日期: '关闭日期',
      成交金额: '预计金额',
    },
  },
  product: 'HY-500 三坐标测量机',
  parents: 0,
  makesMissing: [],
  stages: { Engaging: '方案报价', Prospecting: '线索确认' },
})

const files = publishedFiles()
const company = files === null ? story() : published(files)
const number = (value: number): string => new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 3 }).format(value)
const yuan = (value: number): string => `¥${new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2 }).format(value)}`

describe(`the first day with the files of ${files === null ? 'the story company' : 'a real company'}`, () => {
  let server: Server
  let browser: Browser
  let person: Person
  let page: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    person = await newPerson(browser, server.url)
    page = person.page
  })
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('begins with the set-up page of the one-time link', async () => {
    await page.goto('/')
    await page.getByText('系统尚未初始化').waitFor()
    await page.goto(`/setup?token=${await issueSetupToken(server.house().kernel)}`)
    await fill(page, '公司名称', '周全测试公司')
    await fill(page, '姓名', '管理员')
    await fill(page, '登录账号', ADMIN.login)
    await fill(page, '密码', 'admin')
    await button(page, '开始使用').click()
    await page.getByRole('alert').first().waitFor()
    await shoot(page, 'first-day-weak-password')
    await fill(page, '密码', ADMIN.password)
    await button(page, '开始使用').click()
    await page.getByRole('heading', { name: '管理员，您好' }).waitFor()
    await shoot(page, 'first-day-empty-home')
  })

  it('refuses the link a second time', async () => {
    const other = await newPerson(browser, server.url)
    await other.page.goto('/setup?token=used')
    await fill(other.page, '公司名称', '另一家公司')
    await fill(other.page, '姓名', '某人')
    await fill(other.page, '登录账号', 'other')
    await fill(other.page, '密码', 'Another-Harbour-88')
    await button(other.page, '开始使用').click()
    await other.page.getByRole('alert').first().waitFor()
    await other.leave()
  })

  it('signs out and in again, and does not say which of login and password was wrong', async () => {
    await page.getByRole('button', { name: /^我的账户/ }).click()
    await pickMenu(page, '退出登录')
    await page.getByRole('heading', { name: '登录周全 CRM' }).waitFor()
    const answers: string[] = []
    for (const login of [ADMIN.login, 'nobody']) {
      await fill(page, '账号', login)
      await fill(page, '密码', 'wrong-password-1')
      await button(page, '登录').click()
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[name=password]')?.value === '')
      answers.push(await page.getByRole('alert').first().innerText())
    }
    expect(answers[0]).not.toBe('')
    expect(answers[1]).toBe(answers[0])
    await fill(page, '账号', ADMIN.login)
    await fill(page, '密码', ADMIN.password)
    await button(page, '登录').click()
    await page.getByRole('heading', { name: '管理员，您好' }).waitFor()
  })

  it('imports accounts with their parents, although a subsidiary may stand before its parent', async () => {
    await openImport(page, '客户')
    await upload(page, company.files.accounts)
    await matchColumns(page, company.columns['customer'])
    for (const header of company.makesMissing) await choose(page, `${header}: 找不到时`, '新建')
    await check(page, { new: company.counts.accounts, fail: 0 })
    await run(page, company.counts.accounts)
    if (company.parents === 0) return
    await page.goto(`/customers?view=all&filter=${encodeURIComponent(JSON.stringify({ field: 'parent', op: 'not_empty' }))}`)
    await total(page).getByText(`共 ${company.parents} 条`).waitFor()
  })

  it('imports products', async () => {
    await openImport(page, '产品')
    await upload(page, company.files.products)
    await matchColumns(page, company.columns['product'])
    await check(page, { new: company.counts.products, fail: 0 })
    await run(page, company.counts.products)
  })

  it('imports the sales teams as departments, then managers, then sellers with manager and department', async () => {
    await openImport(page, '部门')
    await upload(page, company.files.sales_teams)
    await matchColumns(page, company.columns['department'])
    await choose(page, '按此字段识别已有记录', '部门名称')
    await check(page, { new: company.counts.departments, fail: 0 })
    await run(page, company.counts.departments)
    for (const step of ['managers', 'sellers'] as const) {
      await openImport(page, '员工')
      await upload(page, company.files.sales_teams)
      await matchColumns(page, company.columns[step])
      await choose(page, '按此字段识别已有记录', '姓名')
      await check(page, { new: company.counts[step], fail: 0 })
      await run(page, company.counts[step])
    }
  })

  it('imports the pipeline with a fixed process and accepts the near miss of a product for all rows', async () => {
    await openImport(page, '商机')
    await upload(page, company.files.sales_pipeline)
    await matchColumns(page, company.columns['opportunity'])
    await choose(page, '按此字段识别已有记录', '不识别，全部新建')
    await choose(page, '添加固定值', '销售流程')
    await choose(page, '销售流程', company.process)
    await shoot(page, 'first-day-mapping')
    await button(page, '预检').click()
    const unmatched = page.getByRole('region', { name: '未识别的内容' })
    const line = unmatched.getByRole('listitem').filter({ hasText: company.nearMiss.text })
    await line.getByText(company.nearMiss.rows).waitFor({ timeout: 60_000 })
    await line.getByRole('button', { name: company.nearMiss.means, exact: false }).first().waitFor()
    await shoot(page, 'first-day-near-miss')
    await unmatched.getByRole('button', { name: /^全部接受建议/ }).click()
    await line.getByText(`→ ${company.nearMiss.means}`).waitFor()
    // What was chosen is there after a reload.
    await page.reload()
    await line.getByText(`→ ${company.nearMiss.means}`).waitFor()
    await button(page, '重新预检').click()
    const rows = company.expected.totals.opportunities
    await expectCounts(page, { new: rows, fail: 0 })
    await run(page, rows)
  })

  it('reads a funnel with exactly the published figures', async () => {
    await navigate(page, '销售漏斗')
    await choose(page, '销售流程', company.process)
    const { totals, days_to_close: days } = company.expected
    const { Won: won = 0, Lost: lost = 0, ...open } = totals.stages
    await figure(page, '商机', number(totals.opportunities)).waitFor()
    await figure(page, '赢单', number(won)).waitFor()
    await figure(page, '输单', number(lost)).waitFor()
    await figure(page, '赢单金额', yuan(totals.won_value)).waitFor()
    await page.getByText(`${number(totals.win_rate * 100)}%`, { exact: true }).waitFor()
    await page.getByText(`${number(days.won.mean)} 天`, { exact: true }).waitFor()
    await page.getByText(`中位数 ${number(days.won.median)} 天`, { exact: true }).waitFor()
    for (const [stage, count] of Object.entries(open)) await figure(page, `${company.stages[stage]} · 数量`, number(count)).waitFor()
    await page.getByText(/没有阶段变更历史/).waitFor()
    await shoot(page, 'first-day-funnel')
  })

  it('compares products and regions with exactly the published figures', async () => {
    for (const [group, standing] of [
      ['按产品', company.expected.by_product],
      ['按部门', company.expected.by_office],
    ] as const) {
      await page.getByRole('region', { name: '分组对比' }).getByText(group, { exact: true }).click()
      for (const [name, { won, lost, won_value: value }] of Object.entries(standing)) {
        await figure(page, `${name} · 赢单`, number(won)).waitFor()
        await figure(page, `${name} · 输单`, number(lost)).waitFor()
        await figure(page, `${name} · 赢单金额`, yuan(value)).waitFor()
      }
    }
    await shoot(page, 'first-day-regions')
  })

  it('opens the list behind a number with exactly that many records', async () => {
    const { totals, by_product: products } = company.expected
    const { won = 0 } = products[company.product] ?? {}
    for (const [name, count, group] of [
      ['商机', totals.opportunities, null],
      ['输单', totals.stages['Lost'] ?? 0, null],
      [`${company.product} · 赢单`, won, '按产品'],
    ] as const) {
      if (group !== null) await page.getByRole('region', { name: '分组对比' }).getByText(group, { exact: true }).click()
      await figure(page, name, number(count)).click()
      await total(page)
        .getByText(`共 ${number(count)} 条`)
        .waitFor()
      await page.goBack()
      await page.getByRole('heading', { name: '销售漏斗' }).waitFor()
    }
  })

  it('takes back a whole import, and leaves what was there before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perigon-e2e-'))
    const path = join(folder, '三家客户.csv')
    writeFileSync(
      path,
      '客户名称,电话\r\n昆山晨星机械有限公司,0512-55550001\r\n常熟远帆电子有限公司,0512-55550002\r\n太仓明德工具有限公司,not a number\r\n',
    )
    await openImport(page, '客户')
    await upload(page, path)
    await check(page, { new: 2, fail: 1 })
    await page.getByRole('region', { name: /^问题/ }).getByText('not a number').waitFor()
    await shoot(page, 'first-day-one-broken-row')
    await run(page, 2)
    await page.getByRole('link', { name: '下载失败的行（Excel）' }).waitFor()
    await button(page, '撤销整个导入').click()
    await button(dialog(page, '撤销整个导入？'), '撤销整个导入').click()
    await page.getByText('导入已撤销').waitFor({ timeout: 30_000 })
    await button(page, '查看客户').click()
    await total(page)
      .getByText(`共 ${number(company.counts.accounts)} 条`)
      .waitFor()
    await page.goto('/customers/trash')
    await page.getByText('昆山晨星机械有限公司').waitFor()
  })

  it('had nothing to complain about in the browser', () => {
    expect(person.complaints).toEqual([])
  })
})

/** A number of the funnel that opens its list. */
function figure(page: Page, name: string, value: string) {
  return page.getByRole('link', { name: `${name}：${value}，打开列表`, exact: true })
}

async function openImport(page: Page, list: string): Promise<void> {
  await navigate(page, list)
  await page.getByRole('heading', { name: list, exact: true, level: 1 }).waitFor()
  await button(page.getByRole('main'), '更多').click()
  await pickMenu(page, '导入')
  await page.getByRole('heading', { name: `导入${list}` }).waitFor()
}

async function upload(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByRole('columnheader', { name: '文件中的列' }).waitFor()
}

async function matchColumns(page: Page, columns: { readonly [header: string]: string } = {}): Promise<void> {
  // First out, then in: a field can only take one column.
  const entries = Object.entries(columns).toSorted(([, a], [, b]) => Number(b === OUT) - Number(a === OUT))
  for (const [header, target] of entries) await choose(page, `${header}: 导入到字段`, target)
}

type Counts = { readonly new: number; readonly fail: number }

async function check(page: Page, counts: Counts): Promise<void> {
  await button(page, '预检').click()
  await expectCounts(page, counts)
  await page.getByText('到目前为止没有写入任何数据').waitFor()
}

async function expectCounts(page: Page, counts: Counts): Promise<void> {
  await countIs(page, 'new', counts.new)
  await countIs(page, 'fail', counts.fail)
}

async function run(page: Page, rows: number): Promise<void> {
  await page.getByRole('button', { name: /开始导入 [\d,]+ 行$/ }).click()
  await page.getByText('导入完成', { exact: true }).waitFor({ timeout: 90_000 })
  await countIs(page, 'new', rows)
}

async function countIs(page: Page, name: keyof Counts, count: number): Promise<void> {
  await page.locator(`[data-count="${name}"]`).getByText(number(count), { exact: true }).waitFor({ timeout: 60_000 })
}
