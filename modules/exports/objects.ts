export { ExportRun } from './export-run/export-run.object.ts'
export { ExportSchedule } from './export-schedule/export-schedule.object.ts'
