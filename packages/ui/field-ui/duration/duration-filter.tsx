export { IntegerFilter as DurationFilter } from '../integer/integer-filter.tsx'
