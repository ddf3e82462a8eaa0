/* Samples that run as they are: one generator a language, for every platform. */
import type { Dialect } from '@hufu/dialects'
import { curlSample } from './curl.ts'
import { goSample } from './go.ts'
import { javaSample } from './java.ts'
import { nodeSample } from './node.ts'
import { phpSample } from './php.ts'
import { type SampleApp, type SamplePlan, planOf } from './plan.ts'
import { pythonSample } from './python.ts'
import { typescriptSample } from './typescript.ts'

export { environment, planOf as samplePlan, type SampleApp } from './plan.ts'

export interface SampleLanguage {
  readonly id: string
  readonly title: string
  /** What the file is called. */
  readonly file: string
  write(plan: SamplePlan): string
}

export const sampleLanguages: readonly SampleLanguage[] = [
  { id: 'curl', title: 'curl', file: 'sample.sh', write: curlSample },
  { id: 'typescript', title: 'TypeScript', file: 'sample.ts', write: typescriptSample },
  { id: 'node', title: 'Node', file: 'sample.mjs', write: nodeSample },
  { id: 'python', title: 'Python', file: 'sample.py', write: pythonSample },
  { id: 'java', title: 'Java', file: 'Sample.java', write: javaSample },
  { id: 'php', title: 'PHP', file: 'sample.php', write: phpSample },
  { id: 'go', title: 'Go', file: 'sample.go', write: goSample },
]

/**
 * Those that a sample is written in: for a platform with a call by header, or with an address for each tenant, in none so
 * far.
 */
export const languagesFor = ({ token, refresh, userInfo, addressing }: Dialect): readonly SampleLanguage[] =>
  addressing || [token, refresh, userInfo].some((each) => each?.request.carrier.in === 'header')
    ? []
    : sampleLanguages

/** One file, whole. */
export const sampleOf = (language: SampleLanguage, dialect: Dialect, app: SampleApp): string =>
  language.write(planOf({ dialect }, app))
