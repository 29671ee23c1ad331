import { defineModule } from '@perigon/kernel'
import { Attachment } from './objects.ts'

export const files = defineModule({ name: 'files', needs: [], objects: [Attachment] })
