export { DateFilter as DatetimeFilter } from '../date/date-filter.tsx'
