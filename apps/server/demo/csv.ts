import { figuresOf, type StoryFigures } from './csv-figures.ts'
import { productRows, STAGE_NAMES, storyRows, TEAMS } from './csv-rows.ts'

export type { Spread, Standing, StoryFigures } from './csv-figures.ts'

/** The four files of the first day, by name, and what they add up to. */
export type StoryCsv = {
  readonly files: { readonly [name in 'accounts' | 'products' | 'sales_teams' | 'sales_pipeline']: string }
  readonly expected: StoryFigures
}

/**
 * A company's accounts, products, sales teams and pipeline as its old system exports them: Chinese headers, one product
 * misspelt, some customers missing. Figures and names are invented.
 */
export function storyCsv(): StoryCsv {
  const { accounts, pipeline } = storyRows()
  const lines = pipeline.map((row) => [
    row.number,
    row.seller,
    row.product,
    row.customer,
    STAGE_NAMES[row.stage],
    row.engaged,
    row.closed,
    row.value === null ? '' : String(row.value),
  ])
  return {
    files: {
      accounts: csv([['客户名称', '行业', '成立年份', '年营业额', '员工人数', '办公地点', '上级单位'], ...accounts]),
      products: csv([['产品', '系列', '标准价'], ...productRows]),
      sales_teams: csv([['销售员', '经理', '大区'], ...TEAMS]),
      sales_pipeline: csv([['商机编号', '销售员', '产品', '客户', '阶段', '跟进日期', '关闭日期', '成交金额'], ...lines]),
    },
    expected: figuresOf(pipeline),
  }
}

/** Fields with commas, quotes or line breaks are quoted (RFC 4180). */
function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
