import type { Rule } from '../house.ts'
import { boundaries, closedDoors } from './boundaries.ts'
import { fileCycles, folderCycles, packageCycles } from './cycles.ts'
import { dataOnly, pureHooks } from './definitions.ts'
import { effects, pools } from './effects.ts'
import { defaultExports, unusedExports } from './exports.ts'
import { fieldSwitches } from './field-switches.ts'
import { fileNames, folderNames } from './folders.ts'
import { bilingualLabels } from './labels.ts'
import { needs } from './needs.ts'
import { jobs, routes } from './routes-and-jobs.ts'
import { sizes } from './sizes.ts'
import { suppressions, typeEscapes } from './type-escapes.ts'
import { vocabulary } from './vocabulary.ts'
import { warnings } from './warnings.ts'

/** Every rule, in the order of architecture.md section 12; the last four follow from sections 3 to 5. */
export const rules = {
  fileCycles,
  folderCycles,
  packageCycles,
  boundaries,
  closedDoors,
  needs,
  folderNames,
  fileNames,
  typeEscapes,
  suppressions,
  fieldSwitches,
  pools,
  effects,
  routes,
  jobs,
  sizes,
  defaultExports,
  unusedExports,
  warnings,
  vocabulary,
  bilingualLabels,
  pureHooks,
  dataOnly,
} as const satisfies { readonly [name: string]: Rule }

export type RuleName = keyof typeof rules
