export { IntegerFilter as DecimalFilter } from '../integer/integer-filter.tsx'
