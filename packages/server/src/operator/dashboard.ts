/* What a person on call wants to see first. */
import { text } from '../design/components.ts'
import type { OperatorConsole } from './console.ts'

export function dashboardRoutes(console: OperatorConsole): void {
  console.page('', 'overview.read', (visit) => visit.show({ title: 'Overview', body: text('') }))
}
