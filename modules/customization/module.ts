import { defineModule } from '@perigon/kernel'
import { SavedView } from './objects.ts'

export const customization = defineModule({
  name: 'customization',
  needs: [],
  objects: [SavedView],
})
