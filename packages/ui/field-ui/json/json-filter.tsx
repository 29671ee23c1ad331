export { TextFilter as JsonFilter } from '../text/text-filter.tsx'
