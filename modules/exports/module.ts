import { defineModule } from '@perigon/kernel'
import { exportRunHooks } from './export-run/export-run.hooks.ts'
import { exportScheduleHooks } from './export-schedule/export-schedule.hooks.ts'
import { ExportRun, ExportSchedule } from './objects.ts'

export const exports = defineModule({
  name: 'exports',
  needs: ['files', 'organization'],
  objects: [ExportSchedule, ExportRun],
  hooks: [exportRunHooks, exportScheduleHooks],
})
