import type { Language } from '@hufu/web/design/language'
import type { Act, Surroundings } from './act.ts'

/** What a person is asked before an act. `typed`: what they type to go on; a button is enough where it is absent. */
export interface ConfirmationPrompt {
  readonly warning: string
  readonly typed?: string
}

export async function questionOf(
  { question }: Act,
  members: Readonly<Record<string, unknown>>,
  language: Language,
  surroundings: Surroundings,
): Promise<ConfirmationPrompt | undefined> {
  if (!question) return undefined
  const count = await question.count?.(members, surroundings)
  const typed = await question.typed?.(members, surroundings)
  // Of what is not there nothing is asked: the act says so.
  if (question.typed && typed === undefined) return undefined
  return { warning: question.warning[language](count ?? 1), ...(typed !== undefined && { typed }) }
}
