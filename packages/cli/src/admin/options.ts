import { type Command, InvalidArgumentError } from 'commander'

/** A command under `parent`, with the options that every command of administration takes. */
export const subcommand = (parent: Command, nameAndArguments: string, description: string): Command =>
  parent
    .command(nameAndArguments)
    .description(description)
    .option('-c, --config <file>', 'configuration of the server')
    .option('--json', 'print JSON')

/** An option that may occur several times. An empty value adds nothing; alone, it makes an empty list. */
export const repeated = (value: string, before: readonly string[] | undefined): readonly string[] =>
  value === '' ? (before ?? []) : [...(before ?? []), value]

/** A number without a sign, point or exponent. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d{1,16}$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It is no whole number from ${least} to ${most}.`)
  }
