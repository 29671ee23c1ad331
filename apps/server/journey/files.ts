import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { storyCsv } from '../demo/csv.ts'

export type JourneyFiles = {
  readonly accounts: string
  readonly products: string
  readonly sales_teams: string
  readonly sales_pipeline: string
}

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** The four files of a real company, where the checkout has them beside it. */
export function publishedFiles(): JourneyFiles | null {
  const at = (name: string): string => join(shared, 'crm_pipeline', `${name}.csv`)
  return existsSync(at('sales_pipeline'))
    ? { accounts: at('accounts'), products: at('products'), sales_teams: at('sales_teams'), sales_pipeline: at('sales_pipeline') }
    : null
}

/** Reference figures nobody here wrote. */
export function publishedReference(): unknown {
  return JSON.parse(readFileSync(join(shared, 'reference', 'crm_pipeline.json'), 'utf8'))
}

/** Our own four files, written into a temporary folder. */
export function storyFiles(): JourneyFiles {
  const folder = mkdtempSync(join(tmpdir(), 'perigon-journey-'))
  const write = (name: keyof JourneyFiles): string => {
    const path = join(folder, `${name}.csv`)
    writeFileSync(path, storyCsv().files[name])
    return path
  }
  return {
    accounts: write('accounts'),
    products: write('products'),
    sales_teams: write('sales_teams'),
    sales_pipeline: write('sales_pipeline'),
  }
}
