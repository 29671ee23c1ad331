export { type Comparison, comparisons } from './comparison.ts'
export { groupsOf, type Pair } from './groups.ts'
export { jaroWinkler } from './jaro-winkler.ts'
export { chanceOf, estimate, type Levels, type Model, scoreOf } from './model.ts'
