export { TextFilter as LongTextFilter } from '../text/text-filter.tsx'
