import type { App, AppStatus } from '@hufu/engine'
import { type Html, type Tone, badge } from '@hufu/web/design/components'
import type { Language } from '@hufu/web/design/language'
import { consoleWords } from '../words.ts'

const tones: Readonly<Record<AppStatus, Tone>> = {
  draft: 'plain',
  online_test: 'wait',
  submitted: 'wait',
  changes_requested: 'bad',
  online: 'good',
  suspended: 'bad',
  rejected: 'bad',
}

export const statusBadge = (language: Language, { status }: Pick<App, 'status'>): Html =>
  badge(consoleWords[language].statuses[status], tones[status])
