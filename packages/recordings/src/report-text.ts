/* The report for people. */
import type { Report, VerifiedExchange } from './verify.ts'

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** Exchange by exchange what agrees and what does not, then what it all comes to. */
export function reportText({ platform, exchanges, elsewhere, observed, isClean }: Report): string {
  const differing = exchanges.filter(({ findings }) => findings.length > 0).length
  const sum = isClean
    ? `${counted(exchanges.length, 'exchange')} of ${platform}: all as the dialect says.`
    : `${counted(exchanges.length, 'exchange')} of ${platform}: ${differing} not as the dialect says.`
  return [
    ...exchanges.map(exchangeText),
    sum,
    ...(elsewhere.length > 0
      ? [
          `Not of this platform, or nothing that the dialect reads: ${elsewhere
            .map(({ address, count }) => (count === 1 ? address : `${address} (${count})`))
            .join(', ')}.`,
        ]
      : []),
    ...(observed.length > 0
      ? [
          'Observed here, and marked otherwise in the dialect:',
          ...observed.map(({ step, fact, mark }) => `  ${step}: ${fact} [${mark}]`),
        ]
      : []),
    '',
  ].join('\n')
}

function exchangeText({
  line,
  step,
  method,
  address,
  status,
  agrees,
  findings,
  unchecked,
}: VerifiedExchange): string {
  const head = `line ${line}  ${step}  ${method} ${address}${status === undefined ? '' : `  ${status}`}`
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`  agrees, ${what}: ${names.join(', ')}`]
  return [
    head,
    ...list('request', agrees.request),
    ...list('answer', agrees.response),
    ...findings.map(
      ({ side, difference, member, said }) =>
        `  ${difference.toUpperCase()}, ${side === 'request' ? 'request' : 'answer'}: ${member === '' ? 'it' : member} ${said}`,
    ),
    ...unchecked.map((what) => `  not checked: ${what}`),
    '',
  ].join('\n')
}
