import type { RuleName } from '../rules/index.ts'
import { codePlants } from './code.ts'
import { importPlants } from './imports.ts'
import type { Plant } from './plant.ts'

/** At least one plant for every rule. */
export const plants: { readonly [rule in RuleName]: readonly Plant[] } = { ...importPlants, ...codePlants }
