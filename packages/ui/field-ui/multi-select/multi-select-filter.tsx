export { SelectFilter as MultiSelectFilter } from '../select/select-filter.tsx'
