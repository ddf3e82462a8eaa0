/* Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
  /** The suffix of a histogram: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string
}

export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

/** The content type. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const escaped = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('"', String.raw`\"`)

const labelsOf = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const numberOf = (value: number): string => (value === Infinity ? '+Inf' : String(value))

/** Families without samples are left out. */
export const exposition = (families: readonly Family[]): string =>
  families
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, help, type, samples }) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples
          .map(
            ({ labels = {}, value, suffix = '' }) =>
              `${name}${suffix}${labelsOf(labels)} ${numberOf(value)}\n`,
          )
          .join('')}`,
    )
    .join('')
