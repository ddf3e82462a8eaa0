/* What the audit log says of each act, beside who did it to what: one function an act, whichever door it came by. */
type Detail = Readonly<Record<string, unknown>>

/** The subject is the address. */
export const developerInvited = ({ organisation }: { readonly organisation: string }): Detail => ({
  organisation,
})
