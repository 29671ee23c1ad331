export { TextFilter as AutoNumberFilter } from '../text/text-filter.tsx'
