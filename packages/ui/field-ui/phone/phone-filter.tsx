export { TextFilter as PhoneFilter } from '../text/text-filter.tsx'
