export { TextFilter as EmailFilter } from '../text/text-filter.tsx'
