import type { Language } from '@hufu/web/design/language'
import type { Act, Surroundings } from './act.ts'

/** The confirmation that a person sees before an act. `typed`: the text that they must type; if absent, a button is enough. */
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
  // An unknown thing needs no confirmation: the act itself refuses it.
  if (question.typed && typed === undefined) return undefined
  return { warning: question.warning[language](count ?? 1), ...(typed !== undefined && { typed }) }
}
